import { type BinResponse, DEFAULT_RESPONSE } from '#lib/core/bin'
import { parseLines, toLines } from '#lib/core/header-lines'
import { LIMITS } from '#lib/core/limits'
import { isReplyHeader, replyHeaderFault } from '#lib/core/reply-header'

/** The settings as typed in the form. `body` null: the default body. */
export type ReplyDraft = { status: string; headers: string; body: string | null; delayMs: string }

export function draftOfReply({ status, headers, body, delayMs }: BinResponse): ReplyDraft {
  return { status: String(status), headers: toLines(headers), body, delayMs: String(delayMs) }
}

export type ReplyFaults = { status?: string; headers?: string; body?: string; delayMs?: string }
export type CheckedReply = { response: BinResponse; faults: null } | { response: null; faults: ReplyFaults }

/** The reply that the form describes, or what is wrong, by field. */
export function checkReply(draft: ReplyDraft): CheckedReply {
  const parsed = parseLines(draft.headers)
  const illegal = parsed.headers?.map(([name, value]) => replyHeaderFault(name, value)).find((fault) => fault !== null)
  const headerFault = parsed.error ?? illegal
  const faults: ReplyFaults = {
    ...(isWhole(draft.status, 200, 599) ? {} : { status: 'A number from 200 to 599' }),
    ...(isWhole(draft.delayMs, 0, LIMITS.responseDelayMsMax) ? {} : { delayMs: 'Milliseconds, at most 30000' }),
    ...(headerFault ? { headers: headerFault } : {}),
    ...((draft.body ?? '').length <= LIMITS.replyBodyCharsMax ? {} : { body: 'At most 262,144 characters' }),
  }
  if (Object.keys(faults).length > 0) return { response: null, faults }
  const response = { status: Number(draft.status), headers: parsed.headers!, body: draft.body, delayMs: Number(draft.delayMs) }
  return { response, faults: null }
}

/** Names of headers that are accepted but not sent, because the server sends its own in every reply. */
export function withoutEffect(response: BinResponse): string[] {
  return response.headers.filter(([name, value]) => !isReplyHeader(name, value)).map(([name]) => name)
}

function isWhole(text: string, min: number, max: number): boolean {
  return /^\d{1,6}$/.test(text) && Number(text) >= min && Number(text) <= max
}

export type ReplyPreset = { label: string; hint: string; draft: ReplyDraft }

const preset = (label: string, hint: string, response: Partial<BinResponse>): ReplyPreset => ({
  label,
  hint,
  draft: draftOfReply({ ...DEFAULT_RESPONSE, ...response }),
})
const json = (text: string) => ({
  headers: [['content-type', 'application/json']] as [string, string][],
  body: `{"error":"${text}"}`,
})

/** Responses for testing how a sender handles failures. */
export const REPLY_PRESETS: readonly ReplyPreset[] = [
  preset('200', 'OK, the default', {}),
  preset('204', 'No content', { status: 204, body: '' }),
  preset('301', 'Moved', { status: 301, headers: [['location', 'https://example.com/']], body: '' }),
  preset('400', 'Bad request', { status: 400, ...json('bad request') }),
  preset('401', 'Unauthorized', {
    status: 401,
    headers: [
      ['content-type', 'application/json'],
      ['www-authenticate', 'Bearer'],
    ],
    body: '{"error":"unauthorized"}',
  }),
  preset('404', 'Not found', { status: 404, ...json('not found') }),
  preset('429', 'Too many requests', {
    status: 429,
    headers: [
      ['content-type', 'application/json'],
      ['retry-after', '30'],
    ],
    body: '{"error":"too many requests"}',
  }),
  preset('500', 'Server error', { status: 500, ...json('internal error') }),
  preset('503', 'Unavailable', {
    status: 503,
    headers: [
      ['content-type', 'application/json'],
      ['retry-after', '30'],
    ],
    body: '{"error":"unavailable"}',
  }),
  preset('slow', '200 after 10 s', { delayMs: 10_000 }),
]
