import { flatHeaderIndex } from '#lib/core/headers'
import type { Permission } from '#lib/core/permission'
import { type Arrival, type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { bucketWidth } from '#lib/core/timeline/bucket-width'
import type { TimelinePage, TimelineQuery } from '#lib/scan/scan'
import { sentAt } from '#lib/senders/sent-at'
import type { CaptureScan, SearchReads } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import { factsByHeaders } from '../facts-of'
import { capturesThatMatch, type Matcher, matcherFor, prefilterFor } from './match-captures'
import { createYieldToOthers, type YieldToOthers } from './yield-to-others'

/** How long one call counts before it returns how far it came. */
const COUNT_MS = 200
const SEQS_PER_STEP = 500
/** Keeps an answer small, however narrow the buckets. */
const BUCKETS_MAX = 1000

/** Counts a bin's captures over time, newest first, in steps of a few milliseconds. Reads no bodies, unless a filter needs them. */
export async function countTimeline(store: SearchReads, query: TimelineQuery, signal: AbortSignal): Promise<TimelinePage> {
  const { bin, bucketMs, before } = query
  const hasVerdicts = bin.secretsVersion > 0
  const unchecked = hasVerdicts ? await store.unjudgedSpan(bin.key) : null // before the counting, so that nothing is missed
  const edges = await store.edgeCaptures(bin.key)
  if (!edges) return emptyPage(bucketMs)
  const { oldest, newest } = edges
  const times = [oldest.receivedAt, newest.receivedAt].sort((a, b) => a - b) // an import may have stored old captures last
  const width = bucketMs ?? bucketWidth(times[0]!, times[1]!)
  const throughSeq = Math.min(newest.seq, (before ?? Number.MAX_SAFE_INTEGER) - 1)
  const yieldToOthers = createYieldToOthers()
  const arrivals = arrivalsFor(store, query, yieldToOthers)
  const prefilter = prefilterOf(query)
  const startedAt = performance.now()
  let buckets: Bucket[] = []
  let nextBefore: number | null = throughSeq + 1
  do {
    const scan: CaptureScan = { seqs: SEQS_PER_STEP, before: nextBefore, prefilter }
    const { captures: rows, through } = await store.scanCaptures(bin.key, scan)
    buckets = mergeBuckets([buckets, bucketsOf(await arrivals(rows), width)], width)
    nextBefore = through
    await yieldToOthers()
  } while (nextBefore !== null && !signal.aborted && performance.now() - startedAt <= COUNT_MS && buckets.length < BUCKETS_MAX)
  return {
    bucketMs: width,
    buckets: buckets.map(({ at, verdicts, ...rest }) => ({ at: isoTime(at), ...rest, ...(hasVerdicts ? { verdicts } : {}) })),
    firstAt: isoTime(times[0]!),
    lastAt: isoTime(times[1]!),
    throughSeq,
    nextBefore,
    unchecked,
  }
}

function emptyPage(bucketMs: number | undefined): TimelinePage {
  const bucketMsOfNone = bucketMs ?? bucketWidth(0, 0)
  return {
    bucketMs: bucketMsOfNone,
    buckets: [],
    firstAt: null,
    lastAt: null,
    throughSeq: 0,
    nextBefore: null,
    unchecked: null,
  }
}

function prefilterOf({ filter = { kind: 'all' }, now, after, permission }: TimelineQuery): CaptureScan['prefilter'] {
  const prefilter = prefilterFor({ filter, now, permission })
  return after === undefined ? prefilter : { ...prefilter, seqMin: Math.max(prefilter.seqMin ?? 0, after + 1) }
}

type Arrivals = (rows: readonly StoredSummary[]) => Promise<Arrival[]>

function arrivalsFor(
  store: SearchReads,
  { bin, permission, filter, now }: TimelineQuery,
  yieldToOthers: YieldToOthers,
): Arrivals {
  const matcher = filter && filter.kind !== 'all' ? matcherFor({ store, bin, permission, filter, now }) : null
  return async (rows) => {
    const matching = matcher ? await matchingRows(matcher, rows, yieldToOthers) : rows
    return matching.map((row) => arrivalOf(row, permission))
  }
}

async function matchingRows(
  matcher: Matcher,
  rows: readonly StoredSummary[],
  yieldToOthers: YieldToOthers,
): Promise<readonly StoredSummary[]> {
  const seqs = new Set<number>()
  for await (const captures of capturesThatMatch(matcher, rows, yieldToOthers)) {
    for (const { seq } of captures) seqs.add(seq)
  }
  return rows.filter(({ seq }) => seqs.has(seq))
}

/** The send time may be in a header that a redacted link masks, so its readers get no lag at all. */
function arrivalOf(row: StoredSummary, { redacted }: Permission): Arrival {
  const { method, rawHeaders, bodySize, receivedAt } = row
  const sent = redacted ? null : sentAt(flatHeaderIndex(rawHeaders))
  return {
    at: receivedAt,
    method,
    provider: (row.facts ?? factsByHeaders(row)).provider,
    verdict: row.signature?.verdict ?? null,
    bytes: bodySize,
    lagMs: sent === null ? null : Math.max(0, receivedAt - sent), // a sender's clock that is ahead counts as no lag
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
