import type { Reply, ReplyBy } from '#lib/core/reply'
import type { QueriedRow } from './query'

/** Reply columns of "Capture". `rest`: JSON of the fields that few replies have, so that a usual reply takes only a number and a word. */
export type ReplyColumns = { status: number | null; by: string | null; rest: string | null }

const NO_REPLY: ReplyColumns = { status: null, by: null, rest: null }

export function fromReply(reply: Reply | null): ReplyColumns {
  if (!reply) return NO_REPLY
  const { status, by, delayMs, ...rest } = reply
  const isUsual = delayMs === 0 && rest.gate === undefined
  return { status, by, rest: isUsual ? null : JSON.stringify({ delayMs, ...rest }) }
}

/** null if the capture was imported or stored by an earlier version, or its sender went away. */
export function toReply({ replyStatus, replyBy, replyRest }: QueriedRow): Reply | null {
  if (replyStatus === null || replyStatus === undefined) return null
  const rest = replyRest ? (JSON.parse(String(replyRest)) as Pick<Reply, 'gate' | 'delayMs'>) : { delayMs: 0 }
  return { status: Number(replyStatus), by: String(replyBy) as ReplyBy, ...rest }
}
