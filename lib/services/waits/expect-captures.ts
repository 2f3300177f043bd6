import type { Nearest } from '#lib/core/filter/nearest'
import { captureId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { viewedBin } from '../viewed-bin'
import { collectMatches, waitMsFor } from './collect-matches'
import { reserveWait } from './reserve-wait'
import { type Bounds, createTally, type Tally } from './tally'
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

/** `captureIds`: the first hundred that count. `nearest`: filled if too few arrived, with `inOrder` also those that came too early. */
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
    const tooEarly = missing.map((i) => tally.tooEarly(i).seqs)
    const wanted = { bin, permission, now, texts, tooEarly, after, through }
    const review = texts.length === 0 ? null : await rt.matches.review(wanted, signal)
    const nearestOf = (i: number): Nearest[] =>
      (review?.nearest[missing.indexOf(i)] ?? []).map((each) => withOrder(each, named[i - 1], tally.tooEarly(i)))
    return {
      satisfied: tally.isSatisfied(),
      results: results.map(({ seqs, met, count }, i) => ({
        name: named[i]!.name,
        q: named[i]!.text,
        met,
        count,
        captureIds: seqs.map((seq) => captureId(bin.captureTag, seq)),
        nearest: nearestOf(i),
      })),
    }
  } finally {
    leave()
  }
}

/** A capture that matches but came too early meets all conditions except one more: that it comes after the previous expectation. */
function withOrder(
  nearest: Nearest,
  previous: Named | undefined,
  { seqs, previousMetAt }: ReturnType<Tally['tooEarly']>,
): Nearest {
  if (previous === undefined || !seqs.includes(nearest.seq)) return nearest
  const text = `inOrder: after ${previous.name ?? (previous.text === '' ? 'any request' : previous.text)}`
  const found = previousMetAt === nearest.seq ? 'the same request' : `#${previousMetAt}, which came later`
  const condition = { text, met: false, found: previousMetAt === null ? null : JSON.stringify(found) }
  return { ...nearest, conditions: [...nearest.conditions, condition] }
}
