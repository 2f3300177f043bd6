import type { CaptureSummary } from '#lib/core/capture'
import { type Arrival, type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { bucketStart, bucketWidth } from '#lib/core/timeline/bucket-width'
import type { Feed } from './feed'
import type { Patches } from './feed-captures'
import { countSeqs } from './seq-ranges'

/** The captures with seqs above `above` up to `through`, counted. */
export type TimelinePart = {
  readonly above: number
  readonly through: number
  readonly buckets: readonly Bucket[]
  /** Counted from rows of the list, which do not tell when they were sent. */
  readonly fromRows: boolean
  /** How many of its seqs were known to be deleted when it was counted. */
  readonly deleted: number
  /** What was known to be changed then. */
  readonly patches: Patches
  /** Signatures in it were still to be checked when the server was last asked. */
  readonly unsettled: boolean
}

/**
 * A bin's captures over time, as one page knows them: what the server has counted part by part, and the live rows since. Where
 * something was deleted, or judged again where verdicts are shown, its part is counted again, because a page does not know what most of
 * the captures were.
 */
export type Timeline = {
  /** null: nothing was counted yet. */
  readonly bucketMs: number | null
  /** Of the bin's oldest and newest capture, whatever a filter lets through; milliseconds since 1970. */
  readonly firstAt: number | null
  readonly lastAt: number | null
  /** Newest first; they do not overlap. */
  readonly parts: readonly TimelinePart[]
}

export const EMPTY_TIMELINE: Timeline = { bucketMs: null, firstAt: null, lastAt: null, parts: [] }

/** What a timeline follows of the list. */
export type Followed = Pick<Feed, 'captures' | 'nextBefore' | 'lastSeq'> & {
  sync: Pick<Feed['sync'], 'deletedSeqs' | 'clearedThrough' | 'patches'>
}

/** Seqs, exclusive, as the API takes them. `whole`: the answer replaces a part, and is of use only when all of it is there. */
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

/** What is shown besides counts by method and sender. `lag`: rows do not suffice. `verdicts`: they change when signatures are checked again. */
export type TimelineNeeds = { lag: boolean; verdicts: boolean }

const ROWS_PER_PART = 5000

/** After the server answered `range`, asked for when the list was as `asked`. */
export function addAnswer(timeline: Timeline, range: TimelineRange, asked: Followed, answer: TimelineAnswer): Timeline {
  const { deletedSeqs, clearedThrough, patches } = asked.sync
  const through = range.before === undefined ? Math.max(answer.throughSeq, asked.lastSeq) : range.before - 1
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

/** Takes in what came and went since. `countRows`: live rows count; else the server has to be asked about them. */
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

/** What to ask the server for next; null: all that is needed is there. */
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

/** Each verdict that is heard of is another object. */
function isJudgedSince(part: TimelinePart, patches: Patches): boolean {
  if (part.patches === patches) return false
  for (const [seq, { signature }] of patches) {
    if (seq > part.above && seq <= part.through && signature !== part.patches.get(seq)?.signature) return true
  }
  return false
}

/** All that was counted, earliest first. */
export function bucketsIn({ parts, bucketMs }: Timeline): Bucket[] {
  return bucketMs === null
    ? []
    : mergeBuckets(
        parts.map(({ buckets }) => buckets),
        bucketMs,
      )
}

/** The first and the last bucket's beginning, of the bin's whole time; null where there is nothing to be shown. */
export function timeSpan({ bucketMs, firstAt, lastAt, parts }: Timeline): { first: number; last: number } | null {
  if (bucketMs === null || firstAt === null || lastAt === null) return null
  const starts = parts.flatMap(({ buckets }) => buckets.map(({ at }) => at))
  const first = starts.reduce((min, at) => Math.min(min, at), firstAt)
  const last = starts.reduce((max, at) => Math.max(max, at), lastAt)
  return { first: bucketStart(first, bucketMs), last: bucketStart(last, bucketMs) }
}

/** With buckets as wide as the time that has passed by now needs. */
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

/** It says that all up to it was looked at. */
function isEmpty({ above, through }: TimelinePart): boolean {
  return above === through
}

function arrivedAt({ receivedAt }: CaptureSummary): number {
  return Date.parse(receivedAt)
}
