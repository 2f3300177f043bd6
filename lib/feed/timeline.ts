import type { CaptureSummary } from '#lib/core/capture'
import { type Arrival, type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { bucketStart, bucketWidth } from '#lib/core/timeline/bucket-width'
import type { Feed } from './feed'
import type { Patches } from './feed-captures'
import { countSeqs } from './seq-ranges'

/** Counts of the captures with `above < seq <= through`. */
export type TimelinePart = {
  readonly above: number
  readonly through: number
  readonly buckets: readonly Bucket[]
  /** Counted from rows of the list, which lack the time of sending. */
  readonly fromRows: boolean
  /** How many of these seqs were known to be deleted at the time of counting. */
  readonly deleted: number
  /** The changes known at the time of counting. */
  readonly patches: Patches
  /** Some signatures were not checked yet at the last fetch. */
  readonly unsettled: boolean
}

/**
 * A bin's captures over time, as one page knows them: parts counted by the server, and live rows since. A part is fetched again if one of
 * its captures was deleted or, while verdicts are shown, judged again. The page cannot adjust the counts itself, because it has not
 * loaded most of the captures.
 */
export type Timeline = {
  /** null: nothing is counted yet. */
  readonly bucketMs: number | null
  /** Times of the bin's oldest and newest capture, regardless of a filter, in milliseconds since 1970. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** Newest first; they do not overlap. */
  readonly parts: readonly TimelinePart[]
}

export const EMPTY_TIMELINE: Timeline = { bucketMs: null, firstAt: null, lastAt: null, parts: [] }

/** The parts of the feed that a timeline depends on. */
export type Followed = Pick<Feed, 'captures' | 'nextBefore' | 'lastSeq'> & {
  sync: Pick<Feed['sync'], 'deletedSeqs' | 'clearedThrough' | 'patches'>
}

/** Exclusive seqs, like the API's parameters. `whole`: the answer replaces a part, so it is usable only once it is complete. */
export type TimelineRange = { before?: number; after?: number; whole: boolean }

export type TimelineAnswer = {
  bucketMs: number
  buckets: readonly Bucket[]
  firstAt: number | null
  lastAt: number | null
  throughSeq: number
  nextBefore: number | null
  unchecked: { from: number; through: number } | null
}

/**
 * What is shown besides counts by method and sender. `lag` cannot be computed from rows. `verdicts` change when signatures are checked again.
 */
export type TimelineNeeds = { lag: boolean; verdicts: boolean }

const ROWS_PER_PART = 5000

/** Adds the server's answer for `range`. `listAtRequest`: the list at the time of the request. */
export function addAnswer(timeline: Timeline, range: TimelineRange, listAtRequest: Followed, answer: TimelineAnswer): Timeline {
  const { deletedSeqs, clearedThrough, patches } = listAtRequest.sync
  const through = range.before === undefined ? Math.max(answer.throughSeq, listAtRequest.lastSeq) : range.before - 1
  const lowest = answer.nextBefore === null ? (range.after ?? 0) : answer.nextBefore - 1
  const above = Math.min(through, Math.max(lowest, clearedThrough))
  const deleted = countSeqs(deletedSeqs, above, through)
  const part: TimelinePart = { above, through, buckets: answer.buckets, fromRows: false, deleted, patches, unsettled: false }
  const others = timeline.parts.filter((each) => each.through <= above || each.above >= through)
  return fitted({
    bucketMs: Math.max(timeline.bucketMs ?? 0, answer.bucketMs),
    firstAt: answer.firstAt,
    lastAt: answer.lastAt === null ? null : Math.max(answer.lastAt, timeline.lastAt ?? 0),
    parts: [...others, part].sort((a, b) => b.through - a.through).map((each) => unsettledBy(each, answer)),
  })
}

function unsettledBy(part: TimelinePart, { unchecked }: TimelineAnswer): TimelinePart {
  const overlaps = unchecked !== null && unchecked.from <= part.through && unchecked.through > part.above
  return overlaps ? { ...part, unsettled: true } : part
}

/** Applies arrivals and deletions. `countRows`: count live rows here; otherwise they are fetched from the server. */
export function followRows(timeline: Timeline, feed: Followed, { countRows }: { countRows: boolean }): Timeline {
  const kept = timeline.parts.filter((part) => isEmpty(part) || part.through > feed.sync.clearedThrough)
  if (kept.length < timeline.parts.length && kept.every(isEmpty)) return EMPTY_TIMELINE
  const newest = kept[0]
  if (!newest || newest.through >= feed.lastSeq)
    return kept.length < timeline.parts.length ? { ...timeline, parts: kept } : timeline
  const rows = feed.captures.filter(({ seq }) => seq > newest.through && seq <= feed.lastSeq)
  const lastAt = Math.max(timeline.lastAt ?? 0, ...rows.map(arrivedAt))
  const hasAll = feed.nextBefore === null || feed.nextBefore <= newest.through + 1
  if (!countRows || !hasAll) return fitted({ ...timeline, lastAt, parts: kept })
  return fitted({ ...timeline, lastAt, parts: withRows(kept, rows, feed, timeline.bucketMs!) })
}

function withRows(
  [newest, ...older]: readonly TimelinePart[],
  rows: readonly CaptureSummary[],
  { lastSeq, sync }: Followed,
  bucketMs: number,
): TimelinePart[] {
  const part: TimelinePart = {
    above: newest!.through,
    through: lastSeq,
    buckets: bucketsOf(rows.map(toArrival), bucketMs),
    fromRows: true,
    deleted: countSeqs(sync.deletedSeqs, newest!.through, lastSeq),
    patches: sync.patches,
    unsettled: false,
  }
  if (!newest!.fromRows || newest!.through - newest!.above > ROWS_PER_PART) return [part, newest!, ...older]
  const buckets = mergeBuckets([newest!.buckets, part.buckets], bucketMs)
  return [{ ...newest!, through: lastSeq, buckets, deleted: newest!.deleted + part.deleted }, ...older]
}

/** The range to fetch next; null if nothing is missing. */
export function nextRange({ parts }: Timeline, feed: Followed, { lag, verdicts }: TimelineNeeds): TimelineRange | null {
  const [newest] = parts
  if (!newest) return { whole: false }
  if (newest.through < feed.lastSeq) return { after: newest.through, before: feed.lastSeq + 1, whole: true }
  const { deletedSeqs, clearedThrough, patches } = feed.sync
  const again = ({ above, through }: TimelinePart) => ({
    after: Math.max(above, clearedThrough),
    before: through + 1,
    whole: true,
  })
  const stale = parts.find(
    ({ above, through, deleted, fromRows }) =>
      countSeqs(deletedSeqs, above, through) !== deleted ||
      (clearedThrough > above && clearedThrough < through) ||
      (lag && fromRows),
  )
  if (stale) return again(stale)
  const oldest = parts.at(-1)!
  if (oldest.above > clearedThrough) return { before: oldest.above + 1, after: clearedThrough, whole: false }
  const judged = verdicts ? parts.find((part) => part.unsettled || isJudgedSince(part, patches)) : undefined
  return judged ? again(judged) : null
}

/** Compares by identity, because each new verdict is a new object. */
function isJudgedSince(part: TimelinePart, patches: Patches): boolean {
  if (part.patches === patches) return false
  for (const [seq, { signature }] of patches) {
    if (seq > part.above && seq <= part.through && signature !== part.patches.get(seq)?.signature) return true
  }
  return false
}

/** All counts, earliest first. */
export function bucketsIn({ parts, bucketMs }: Timeline): Bucket[] {
  return bucketMs === null
    ? []
    : mergeBuckets(
        parts.map(({ buckets }) => buckets),
        bucketMs,
      )
}

/** Start of the first and of the last bucket in the bin's whole time span; null if there is nothing to show. */
export function timeSpan({ bucketMs, firstAt, lastAt, parts }: Timeline): { first: number; last: number } | null {
  if (bucketMs === null || firstAt === null || lastAt === null) return null
  const starts = parts.flatMap(({ buckets }) => buckets.map(({ at }) => at))
  const first = starts.reduce((min, at) => Math.min(min, at), firstAt)
  const last = starts.reduce((max, at) => Math.max(max, at), lastAt)
  return { first: bucketStart(first, bucketMs), last: bucketStart(last, bucketMs) }
}

/** Widens the buckets to suit the time span. */
function fitted(timeline: Timeline): Timeline {
  const span = timeSpan(timeline)
  if (!span) return timeline
  const bucketMs = Math.max(timeline.bucketMs!, bucketWidth(span.first, span.last))
  const parts = timeline.parts.map((part) => ({ ...part, buckets: mergeBuckets([part.buckets], bucketMs) }))
  return { ...timeline, bucketMs, parts }
}

function toArrival(row: CaptureSummary): Arrival {
  const { method, sender, signature, bodySize } = row
  return {
    at: arrivedAt(row),
    method,
    provider: sender?.provider ?? null,
    verdict: signature?.verdict ?? null,
    bytes: bodySize,
    lagMs: null,
  }
}

/** An empty part records that everything up to it was counted. */
function isEmpty({ above, through }: TimelinePart): boolean {
  return above === through
}

function arrivedAt({ receivedAt }: CaptureSummary): number {
  return Date.parse(receivedAt)
}
