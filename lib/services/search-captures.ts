import { setImmediate as turn } from 'node:timers/promises'
import type { CaptureSummary } from '#lib/core/capture'
import type { Filter } from '#lib/core/filter/filter'
import { indexable } from '#lib/core/filter/prefilter'
import type { Runtime } from '#lib/runtime'
import type { CapturePage, CaptureScan, StoredBin } from '#lib/store/store'
import { capturesThatMatch, matcherFor } from './match-captures'
import type { View } from './viewed-bin'

/** What was found, in the order of the list; `next`: the seq from which the search goes on, null where all was looked through. */
export type Found = { captures: CaptureSummary[]; next: number | null }

/** One call looks for about so long, then says how far it came. */
const SEARCH_MS = 200
const SEQS_PER_STEP = 500

/** Looks through a bin in steps of a few milliseconds, so that captures do not wait. */
export async function searchCaptures(
  rt: Runtime,
  bin: StoredBin,
  view: View,
  filter: Filter,
  { limit, before, after, method }: CapturePage,
): Promise<Found> {
  const now = rt.now()
  const matcher = matcherFor(rt, bin, view, filter)
  const prefilter = withMethod(indexable(filter, now), method)
  const forward = after !== undefined
  const captures: CaptureSummary[] = []
  for (let at = forward ? after : before; ; await turn()) {
    const scan: CaptureScan = { seqs: SEQS_PER_STEP, prefilter, ...(forward ? { after: at } : { before: at }) }
    const { captures: rows, through } = await rt.store.scanCaptures(bin.key, scan)
    for await (const matching of capturesThatMatch(matcher, rows)) {
      captures.push(...matching)
      if (captures.length > limit) return { captures: captures.slice(0, limit), next: captures[limit - 1]!.seq }
    }
    if (through === null) return { captures, next: null }
    at = through
    if (rt.now() - now > SEARCH_MS) return { captures, next: at }
  }
}

function withMethod(prefilter: CaptureScan['prefilter'], method: string | undefined): CaptureScan['prefilter'] {
  if (method === undefined) return prefilter
  return { ...prefilter, methods: prefilter.methods?.filter((each) => each === method) ?? [method] }
}
