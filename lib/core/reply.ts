/**
 * What determined the reply: the bin's `response`, a CORS `preflight`, the `limit` on the body size, the `gate` (what the bin requires of its
 * senders), or the target of a `listener`.
 */
export const REPLY_BY = ['response', 'preflight', 'limit', 'gate', 'listener'] as const
export type ReplyBy = (typeof REPLY_BY)[number]

/** Why the gate refused a request. */
export const GATE_REFUSALS = [
  'credentials_missing',
  'credentials_wrong',
  'signature_missing',
  'signature_invalid',
  'signature_late',
] as const
export type GateRefusal = (typeof GATE_REFUSALS)[number]

/** The reply that the sender of a capture received. */
export type Reply = {
  status: number
  by: ReplyBy
  /** Set if `by` is `gate`. */
  gate?: GateRefusal
  /** The configured delay (a reply is sent without it if too many are waiting already), or how long the `listener` took to answer. */
  delayMs: number
}

/** Whether the gate refused the request, because it lacked what the bin requires of its senders. */
export function isRefused(reply: Reply | null): boolean {
  return reply?.by === 'gate'
}
