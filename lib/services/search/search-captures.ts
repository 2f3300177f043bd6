import type { CaptureSummary } from '#lib/core/capture'
import type { CaptureQuery, SearchResult } from '#lib/scan/scan'
import type { CaptureScan, SearchReads } from '#lib/store/store'
import { capturesThatMatch, matcherFor, prefilterFor } from './match-captures'
import { createYieldToOthers } from './yield-to-others'

/** How long one call searches before it returns how far it came; shorter if there is something to show. */
const SEARCH_MS = 200
const FOUND_MS = 60
const SEQS_PER_STEP = 500
const ROWS_PER_STEP = 100

/** Searches a bin in steps of a few milliseconds, so that concurrent searches take turns. */
export async function searchCaptures(
  store: SearchReads,
  { bin, permission, filter, page: { limit, before, after, method }, now }: CaptureQuery,
  signal: AbortSignal,
): Promise<SearchResult> {
  const startedAt = performance.now()
  const yieldToOthers = createYieldToOthers()
  const matcher = matcherFor({ store, bin, permission, filter, now })
  const prefilter = withMethod(prefilterFor({ filter, now, permission }), method)
  const forward = after !== undefined
  const captures: CaptureSummary[] = []
  for (let at = forward ? after : before; ; await yieldToOthers()) {
    const scan: CaptureScan = {
      seqs: SEQS_PER_STEP,
      rows: ROWS_PER_STEP,
      prefilter,
      ...(forward ? { after: at } : { before: at }),
    }
    const { captures: rows, through } = await store.scanCaptures(bin.key, scan)
    for await (const matching of capturesThatMatch(matcher, rows, yieldToOthers)) {
      captures.push(...matching)
      if (captures.length > limit) return { captures: captures.slice(0, limit), next: captures[limit - 1]!.seq }
    }
    if (through === null) return { captures, next: null }
    at = through
    const spentMs = performance.now() - startedAt
    if (signal.aborted || spentMs > (captures.length > 0 ? FOUND_MS : SEARCH_MS)) return { captures, next: at }
  }
}

function withMethod(prefilter: CaptureScan['prefilter'], method: string | undefined): CaptureScan['prefilter'] {
  if (method === undefined) return prefilter
  return { ...prefilter, methods: prefilter.methods?.filter((each) => each === method) ?? [method] }
}
