import type { Capture } from '#lib/core/capture'
import { endToEndHeaders } from '#lib/core/headers'
import type { ResendWish } from '../api-client'
import { parseLines, toLines } from './header-lines'

/** The form as it stands. `body` null: the bytes of the capture, which are no text. */
export type ResendDraft = { url: string; method: string; headers: string; body: string | null }

export function draftOf(capture: Capture, url: string): ResendDraft {
  const { method, headers, body } = capture
  return { url, method, headers: toLines(endToEndHeaders(headers)), body: body.encoding === 'utf8' ? body.data : null }
}

export type DraftFaults = { url?: string; method?: string; headers?: string }

/** What stops it from being sent, by field. */
export function draftFaults(draft: ResendDraft): DraftFaults {
  const { error } = parseLines(draft.headers)
  return {
    ...(isTarget(draft.url) ? {} : { url: 'Give an http or https URL, as in http://127.0.0.1:8080/webhooks' }),
    ...(/^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}$/.test(draft.method) ? {} : { method: 'Not a request method' }),
    ...(error ? { headers: error } : {}),
  }
}

function isTarget(url: string): boolean {
  return /^https?:\/\//i.test(url) && URL.canParse(url)
}

/** Which of the capture's own parts the form replaces. */
export function changedParts(capture: Capture, draft: ResendDraft): ('method' | 'headers' | 'body')[] {
  const untouched = draftOf(capture, draft.url)
  return (['method', 'headers', 'body'] as const).filter((part) => draft[part] !== untouched[part])
}

/** Only what was changed is given: the rest is sent as it was captured, byte for byte. `draft` has no faults. */
export function wishOf(capture: Capture, draft: ResendDraft): ResendWish {
  const changed = changedParts(capture, draft)
  return {
    url: draft.url,
    ...(changed.includes('method') ? { method: draft.method } : {}),
    ...(changed.includes('headers') ? { headers: parseLines(draft.headers).headers! } : {}),
    ...(changed.includes('body') ? { body: { encoding: 'utf8' as const, data: draft.body ?? '' } } : {}),
  }
}

/** A text area makes every line end a bare LF; a body that came with CRLF throughout keeps it when it is edited. */
export function withLineEndsOf(original: string, edited: string): string {
  const crlf = original.includes('\r\n') && !/(^|[^\r])\n/.test(original)
  return crlf ? edited.replace(/\r?\n/g, '\r\n') : edited
}
