import type { Capture } from '#lib/core/capture'
import { parseLines, toLines } from '#lib/core/header-lines'
import { endToEndHeaders } from '#lib/core/headers'
import { formatBytes } from '../ui/format'
import { type BodyDraft, bodyDraftOf, bodySize, readBodyDraft, sameBytes } from './draft-body'
import type { ResendInput } from './target'

/** The editable parts of a capture, as edited in the form. `body` null: the bytes of the capture. */
export type ResendDraft = { method: string; headers: string; body: BodyDraft | null }

export function draftOf(capture: Capture): ResendDraft {
  const { method, headers } = capture
  return { method, headers: toLines(endToEndHeaders(headers)), body: bodyDraftOf(capture) }
}

export type DraftFaults = { method?: string; headers?: string; body?: string }

/** What stops it from being sent, by field, and what to do. */
export function draftFaults(draft: ResendDraft, bodyBytesMax: number): DraftFaults {
  const headers = parseLines(draft.headers).error
  const [method, body] = [methodFault(draft.method), draft.body && bodyFault(draft.body, bodyBytesMax)]
  return { ...(method ? { method } : {}), ...(headers ? { headers } : {}), ...(body ? { body } : {}) }
}

function methodFault(method: string): string | null {
  if (method === '') return 'Enter a method, such as POST'
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/.test(method)) return 'Letters only, up to 32'
  return method.toUpperCase() === 'CONNECT' ? 'CONNECT opens a tunnel and is not sent' : null
}

function bodyFault(draft: BodyDraft, bytesMax: number): string | null {
  const { fault } = readBodyDraft(draft)
  if (fault !== null) return fault
  const size = bodySize(draft) ?? 0
  return size > bytesMax
    ? `The body has ${formatBytes(size)}, but the limit is ${formatBytes(bytesMax)} (CREEL_MAX_BODY_BYTES)`
    : null
}

export type DraftPart = 'method' | 'headers' | 'body'

/** Which of the capture's own parts the form replaces. */
export function changedParts(capture: Capture, draft: ResendDraft): DraftPart[] {
  const untouched = draftOf(capture)
  const changed = {
    method: draft.method !== untouched.method,
    headers: draft.headers !== untouched.headers,
    body: bodyChanged(capture, draft),
  }
  return (['method', 'headers', 'body'] as const).filter((part) => changed[part])
}

function bodyChanged(capture: Capture, { body }: ResendDraft): boolean {
  if (body === null) return false
  const { bytes } = readBodyDraft(body)
  return bytes === null || capture.truncated || bodyDraftOf(capture) === null || !sameBytes(bytes, capture.body)
}

/** The parts that replace the capture's own. */
export type Edits = Omit<ResendInput, 'url' | 'through' | 'headerChanges'>

/** Contains only what was changed; the rest is sent as captured, byte for byte. `draft` must be valid. */
export function editsOf(capture: Capture, draft: ResendDraft): Edits {
  const changed = changedParts(capture, draft)
  return {
    ...(changed.includes('method') ? { method: draft.method } : {}),
    ...(changed.includes('headers') ? { headers: parseLines(draft.headers).headers! } : {}),
    ...(changed.includes('body') && draft.body ? { body: readBodyDraft(draft.body).bytes! } : {}),
  }
}

/** A text area makes every line end a bare LF; a body that came with CRLF throughout keeps it when it is edited. */
export function withLineEndsOf(original: string, edited: string): string {
  const crlf = original.includes('\r\n') && !/(^|[^\r])\n/.test(original)
  return crlf ? edited.replace(/\r?\n/g, '\r\n') : edited
}
