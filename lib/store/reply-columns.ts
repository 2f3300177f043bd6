import type { Reply, ReplyBy } from '#lib/core/reply'
import type { QueriedRow } from './query'

/** Columns of "Capture". `rest`: JSON of what few replies have, so that the usual one costs a number and a word. */
export type ReplyColumns = { status: number | null; by: string | null; rest: string | null }

const NO_REPLY: ReplyColumns = { status: null, by: null, rest: null }

export function fromReply(reply: Reply | null): ReplyColumns {
  if (!reply) return NO_REPLY
  const { status, by, delayMs, ...rest } = reply
  const isUsual = delayMs === 0 && rest.gate === undefined
  return { status, by, rest: isUsual ? null : JSON.stringify({ delayMs, ...rest }) }
}

/** null: imported, stored by an earlier version, or of a sender that went away. */
export function toReply({ replyStatus, replyBy, replyRest }: QueriedRow): Reply | null {
  if (replyStatus === null || replyStatus === undefined) return null
  const rest = replyRest ? (JSON.parse(String(replyRest)) as Pick<Reply, 'gate' | 'delayMs'>) : { delayMs: 0 }
  return { status: Number(replyStatus), by: String(replyBy) as ReplyBy, ...rest }
}
