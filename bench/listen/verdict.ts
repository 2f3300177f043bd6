import type { Summary } from '../creel/creel-api'
import type { Arrival } from './target'

export type Verdict = {
  acknowledged: number
  stored: number
  /** Acknowledged but not stored, or stored but never answered by the target. */
  lost: number
  /** Arrivals beyond the first. */
  doubles: number
  /** Duplicates after an answer that the target could not finish. */
  afterCutAnswer: number
  /** Duplicates after an answer that the forwarding process had not recorded when it was killed with -9. */
  afterKill: number
  /** The longest time between such an answer and the kill. */
  afterKillMsMax: number
  /** All other duplicates; must be 0. */
  otherDoubles: number
  /** How many captures arrived after a later one. */
  outOfOrder: number
  /** How far the stored cursor is behind the last capture at the end. */
  behind: number
}

/** An answer written this shortly before the target went down may not have been sent by the kernel. */
const SENT_WITHIN_MS = 20

/** A kill -9 of the forwarding process, and which captures it had recorded as answered. */
export type Kill = { at: number; hasRecorded(seq: number): boolean }

type Observations = {
  acknowledged: ReadonlySet<string>
  stored: readonly Summary[]
  arrivals: readonly Arrival[]
  kills: readonly Kill[]
  downs: readonly number[]
  keptSeq: number
}

export function judge({ acknowledged, stored, arrivals, kills, downs, keptSeq }: Observations): Verdict {
  const seqOf = new Map(stored.map(({ path, seq }) => [path, seq]))
  const before = new Map<string, Arrival>()
  const verdict: Verdict = {
    acknowledged: acknowledged.size,
    stored: stored.length,
    lost: 0,
    doubles: 0,
    afterCutAnswer: 0,
    afterKill: 0,
    afterKillMsMax: 0,
    otherDoubles: 0,
    outOfOrder: 0,
    behind: stored.length - keptSeq,
  }
  let highest = 0
  for (const arrival of arrivals) {
    const seq = seqOf.get(arrival.path) ?? 0
    if (seq < highest) verdict.outOfOrder += 1
    highest = Math.max(highest, seq)
    const earlier = before.get(arrival.path)
    if (earlier) {
      verdict.doubles += 1
      const { answeredAt } = earlier
      if (answeredAt === null || isShortlyBefore(answeredAt, downs, SENT_WITHIN_MS)) verdict.afterCutAnswer += 1
      else {
        const kill = kills.find(({ at }) => at >= answeredAt && at <= arrival.at)
        if (kill && !kill.hasRecorded(seq)) {
          verdict.afterKill += 1
          verdict.afterKillMsMax = Math.max(verdict.afterKillMsMax, kill.at - answeredAt)
        } else {
          verdict.otherDoubles += 1
          const next = [...kills.map(({ at }) => at), ...downs]
            .filter((at) => at > answeredAt)
            .map((at) => Math.round(at - answeredAt))
          console.error(
            `  ${arrival.path}: answered, and again after ${Math.round(arrival.at - answeredAt)} ms; ${kill ? 'noted before the kill' : 'no kill between'}; next kill or end ${Math.min(...next)} ms after the answer`,
          )
        }
      }
    }
    before.set(arrival.path, arrival)
  }
  const answered = new Set(arrivals.filter(({ answeredAt }) => answeredAt !== null).map(({ path }) => path))
  verdict.lost =
    [...acknowledged].filter((path) => !seqOf.has(path)).length + stored.filter(({ path }) => !answered.has(path)).length
  return verdict
}

function isShortlyBefore(time: number, events: readonly number[], withinMs: number): boolean {
  return events.some((at) => at >= time && at - time < withinMs)
}
