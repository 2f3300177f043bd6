import type { Nearest } from '#lib/core/filter/nearest'
import { captureId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { viewedBin } from '../viewed-bin'
import { collectMatches, waitMsFor } from './collect-matches'
import { reserveWait } from './reserve-wait'
import { type Bounds, createTally } from './tally'
import type { WaitCaller } from './wait-for-captures'

type Named = { name: string | null; text: string }

/** `text`: valid filters. `settleSeconds`: once all are met, how long to wait for unwanted captures. */
export type ExpectInput = {
  after?: number
  withinSeconds: number
  settleSeconds: number
  all: readonly (Named & Bounds)[]
  none: readonly Named[]
  inOrder: boolean
}

/** `captureIds`: the first hundred that count. `nearest`: filled if too few arrived. */
export type ExpectResult = {
  name: string | null
  q: string
  met: boolean
  count: number
  captureIds: string[]
  nearest: Nearest[]
}
export type ExpectAnswer = { satisfied: boolean; results: ExpectResult[] }

/**
 * Waits until all expected captures have arrived, then `settleSeconds` more to see whether unwanted ones follow. A capture that arrives too often,
 * or should not have arrived, ends the wait at once. Results are in the order of the request.
 * @throws what `viewedBin`, `reserveWait` and `collectMatches` throw
 */
export async function expectCaptures(
  rt: Runtime,
  actor: Actor,
  binId: string,
  { all, none, inOrder, ...input }: ExpectInput,
  { address, signal }: WaitCaller,
): Promise<ExpectAnswer> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const leave = reserveWait(rt, bin, address)
  try {
    const now = rt.now()
    const after = Math.min(input.after ?? bin.lastSeq, bin.lastSeq)
    const named = [...all, ...none]
    const query = { actor, bin, permission, now, texts: named.map(({ text }) => text), after }
    const tally = createTally({ all, noneCount: none.length, inOrder, settleMs: waitMsFor(input.settleSeconds) })
    const waitMs = waitMsFor(input.withinSeconds)
    const through = await collectMatches(rt, query, { waitMs, signal }, tally.add)
    const results = tally.results()
    const missing = results.flatMap(({ met, count }, i) => (!met && i < all.length && count < all[i]!.min ? [i] : []))
    const texts = missing.map((i) => named[i]!.text)
    const review = texts.length === 0 ? null : await rt.matches.review({ bin, permission, now, texts, after, through }, signal)
    return {
      satisfied: tally.isSatisfied(),
      results: results.map(({ seqs, met, count }, i) => ({
        name: named[i]!.name,
        q: named[i]!.text,
        met,
        count,
        captureIds: seqs.map((seq) => captureId(bin.captureTag, seq)),
        nearest: review?.nearest[missing.indexOf(i)] ?? [],
      })),
    }
  } finally {
    leave()
  }
}
