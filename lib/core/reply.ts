/**
 * Who chose the reply: the bin's `response`, a CORS `preflight`, the `limit` of the body's size, the `gate`, which is what the bin
 * requires of its senders, or the target of a `listener`.
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

/** What the sender of a capture was answered. */
export type Reply = {
  status: number
  by: ReplyBy
  /** Where `by` is `gate`. */
  gate?: GateRefusal
  /** As configured; a reply is sent at once where too many wait already. By a `listener`: how long its answer took. */
  delayMs: number
}

/** Refused by what the bin requires of its senders. */
export function isRefused(reply: Reply | null): boolean {
  return reply?.by === 'gate'
}
