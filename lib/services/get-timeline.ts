import { setImmediate as turn } from 'node:timers/promises'
import { captureTarget } from '#lib/core/capture-target'
import { AppError } from '#lib/core/errors'
import type { Filter } from '#lib/core/filter/filter'
import { indexable } from '#lib/core/filter/prefilter'
import { flatHeaderIndex } from '#lib/core/headers'
import { type Arrival, type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { bucketWidth } from '#lib/core/timeline/bucket-width'
import { recognise } from '#lib/providers/recognise'
import { sentAt } from '#lib/providers/sent-at'
import type { Runtime } from '#lib/runtime'
import type { CaptureScan, StoredBin } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { Viewer } from './find-viewer'
import { capturesThatMatch, type Matcher, matcherFor } from './match-captures'
import { type View, viewedBin } from './viewed-bin'

export type TimelineQuery = {
  /** Width of a bucket in milliseconds; one that suits the whole bin where none is given. */
  bucketMs?: number
  /** Seqs, exclusive. */
  before?: number
  after?: number
  filter?: Filter
}

/** Times are ISO 8601, as everywhere in the contract. */
export type TimelinePage = {
  bucketMs: number
  buckets: (Omit<Bucket, 'at'> & { at: string })[]
  /** When the bin's oldest and newest capture came, whatever was asked for; null: it has none. */
  firstAt: string | null
  lastAt: string | null
  /** The highest seq that was looked at. */
  throughSeq: number
  /** `before` of the next call; null where all was looked at. */
  nextBefore: number | null
}

/** One call looks for about so long, then says how far it came. */
const LOOK_MS = 200
const SEQS_PER_STEP = 500
/** However narrow the buckets, an answer stays small. */
const BUCKETS_MAX = 1000

/**
 * Counts a bin's captures over time, newest first, in steps of a few milliseconds, so that captures do not wait. Reads no bodies,
 * unless a filter needs them.
 * @throws what `viewedBin` throws, and `forbidden` where the link is to one capture
 */
export async function getTimeline(
  rt: Runtime,
  viewer: Viewer | null,
  binId: string,
  { bucketMs, before, after, filter }: TimelineQuery,
): Promise<TimelinePage> {
  const { bin, view } = await viewedBin(rt, viewer, binId)
  if (view.captureSeq !== null) throw new AppError('forbidden', 'This link is to one capture; when others came is not shown.')
  const [[newest], [oldest]] = await Promise.all([
    rt.store.listCaptures(bin.key, { limit: 1 }),
    rt.store.listCaptures(bin.key, { limit: 1, after: 0 }),
  ])
  if (!newest || !oldest) return emptyPage(bucketMs)
  const times = [oldest.receivedAt, newest.receivedAt].sort((a, b) => a - b) // what was imported last may be from long ago
  const width = bucketMs ?? bucketWidth(times[0]!, times[1]!)
  const throughSeq = Math.min(newest.seq, (before ?? Number.MAX_SAFE_INTEGER) - 1)
  const arrivals = arrivalsFor(rt, bin, view, filter)
  const prefilter = prefilterOf(filter, rt.now(), after)
  const startedAt = rt.now()
  let buckets: Bucket[] = []
  let nextBefore: number | null = throughSeq + 1
  do {
    const scan: CaptureScan = { seqs: SEQS_PER_STEP, before: nextBefore, prefilter }
    const { captures: rows, through } = await rt.store.scanCaptures(bin.key, scan)
    buckets = mergeBuckets([buckets, bucketsOf(await arrivals(rows), width)], width)
    nextBefore = through
    await turn()
  } while (nextBefore !== null && rt.now() - startedAt <= LOOK_MS && buckets.length < BUCKETS_MAX)
  return {
    bucketMs: width,
    buckets: buckets.map(({ at, ...rest }) => ({ at: isoTime(at), ...rest })),
    firstAt: isoTime(times[0]!),
    lastAt: isoTime(times[1]!),
    throughSeq,
    nextBefore,
  }
}

function emptyPage(bucketMs: number | undefined): TimelinePage {
  const bucketMsOfNone = bucketMs ?? bucketWidth(0, 0)
  return { bucketMs: bucketMsOfNone, buckets: [], firstAt: null, lastAt: null, throughSeq: 0, nextBefore: null }
}

function prefilterOf(filter: Filter | undefined, now: number, after: number | undefined): CaptureScan['prefilter'] {
  const prefilter = indexable(filter ?? { kind: 'all' }, now)
  return after === undefined ? prefilter : { ...prefilter, seqMin: Math.max(prefilter.seqMin ?? 0, after + 1) }
}

type Arrivals = (rows: readonly StoredSummary[]) => Promise<Arrival[]>

function arrivalsFor(rt: Runtime, bin: StoredBin, view: View, filter: Filter | undefined): Arrivals {
  const matcher = filter && filter.kind !== 'all' ? matcherFor(rt, bin, view, filter) : null
  return async (rows) => {
    const matching = matcher ? await matchingRows(matcher, rows) : rows
    return matching.map((row) => arrivalOf(row, view))
  }
}

async function matchingRows(matcher: Matcher, rows: readonly StoredSummary[]): Promise<readonly StoredSummary[]> {
  const seqs = new Set<number>()
  for await (const captures of capturesThatMatch(matcher, rows)) {
    for (const { seq } of captures) seqs.add(seq)
  }
  return rows.filter(({ seq }) => seqs.has(seq))
}

/** When it was sent may stand in a header that a redacted view masks: such a view is told no lag at all. */
function arrivalOf({ method, target, rawHeaders, bodySize, receivedAt }: StoredSummary, { redacted }: View): Arrival {
  const header = flatHeaderIndex(rawHeaders)
  const query = captureTarget(target)?.query ?? null
  const sent = redacted ? null : sentAt(header)
  return {
    at: receivedAt,
    method,
    provider: recognise({ method, query, header, body: null })?.provider ?? null,
    bytes: bodySize,
    lagMs: sent === null ? null : Math.max(0, receivedAt - sent), // a clock that is ahead is no lag
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
