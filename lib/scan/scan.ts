import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import type { Filter } from '#lib/core/filter/filter'
import type { Nearest } from '#lib/core/filter/nearest'
import type { GateName } from '#lib/core/gate-name'
import type { Permission } from '#lib/core/permission'
import type { Bucket, Counts } from '#lib/core/timeline/bucket'
import type { ArchiveKind } from '#lib/exporters/archive'
import type { BacklogStep, CapturePage } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

/**
 * Which bin, as whom and when. `now`: milliseconds since 1970, from which `after:10m` counts. `address`: the client's; the call
 * counts against its share of the thread. Without one, only the bin's share counts.
 */
type BinQuery = { bin: StoredBin; permission: Permission; now: number; address?: string | null }

export type CaptureQuery = BinQuery & { filter: Filter; page: CapturePage }

/** The captures found, in the order of the list. `next`: the seq from which to continue the search; null if everything was searched. */
export type SearchResult = { captures: CaptureSummary[]; next: number | null }

export type TimelineQuery = BinQuery & {
  /** Width of a bucket in milliseconds. Default: one that suits the whole bin. */
  bucketMs?: number
  /** Seqs, exclusive. */
  before?: number
  after?: number
  filter?: Filter
}

/** Times are ISO 8601, as everywhere in the API. */
export type TimelinePage = {
  bucketMs: number
  /** `verdicts` is present only if the bin has, or had, secrets. */
  buckets: (Omit<Bucket, 'at' | 'verdicts'> & { at: string; verdicts?: Counts })[]
  /** When the bin's oldest and newest captures arrived, regardless of range and filter; null if it has none. */
  firstAt: string | null
  lastAt: string | null
  /** The highest seq that was counted. */
  throughSeq: number
  /** `before` for the next call; null if everything was counted. */
  nextBefore: number | null
  /** Captures whose signature still has to be checked, because secrets changed or they were stored unchecked. Seqs, inclusive; null: none. */
  unchecked: { from: number; through: number } | null
}

/** Captures after `after` and up to `through`, oldest first. `seqs`, ascending, and `filter` narrow them. */
export type ExportQuery = BinQuery & {
  format: ArchiveKind
  /** Origin of the capture URL. */
  origin: string
  after: number
  through: number
  seqs?: readonly number[]
  filter?: Filter
}

/** The most that one call reads. */
export type BacklogLimits = { rows: number; bytes: number }

/** Valid filter text, with the reader's permission and the time that it is evaluated for. Only captures after seq `after` are matched. */
export type FilterQuery = { text: string; permission: Permission; now: number; after: number }

/** Which captures up to `through` match which filters? `changedSeqs`: earlier captures that changed meanwhile. */
export type MatchQuery = { bin: StoredBin; filters: readonly FilterQuery[]; through: number; changedSeqs: readonly number[] }

/** `matched`: for each filter, the seqs that match, ascending. `through`: the seq up to which it matched. */
export type MatchResult = { matched: number[][]; through: number }

/**
 * The captures after `after` and up to `through`, as this reader sees them, and the filters as text. `tooEarly`: for each filter, seqs that
 * match and count as misses nevertheless.
 */
export type ReviewQuery = BinQuery & {
  texts: readonly string[]
  tooEarly?: readonly (readonly number[])[]
  after: number
  through: number
}

/** `seen`: number of captures. `nearest`: for each filter, the misses that meet most of its conditions. */
export type Review = { seen: number; nearest: Nearest[][] }

/** The calls that the thread answers. Arguments and results are plain data. Aborting `signal` stops the work. */
export type ScanCalls = {
  findCaptures(query: CaptureQuery, signal?: AbortSignal): Promise<SearchResult>
  countTimeline(query: TimelineQuery, signal?: AbortSignal): Promise<TimelinePage>
  /** Works for about 100 ms; with a single filter, it stops at the first match. All filters share what is read. */
  matchFilters(query: MatchQuery, signal?: AbortSignal): Promise<MatchResult>
  /** Judges captures condition by condition, the latest ones first, for about 300 ms. */
  review(query: ReviewQuery, signal?: AbortSignal): Promise<Review>
  /** Masking a long body takes a while; on this thread, it does not delay anybody. */
  redactCapture(input: { capture: Capture; gate: GateName | null }, signal?: AbortSignal): Promise<Capture>
  redactDelivery(input: { delivery: Delivery; gate: GateName | null }, signal?: AbortSignal): Promise<Delivery>
  /** Reads the facts of some captures of the backlog, newest first. Returns [] if none are left. */
  readBacklog(limits: BacklogLimits, signal?: AbortSignal): Promise<BacklogStep[]>
}

/**
 * Searches bins on a separate thread, so that no search delays a capture. One call works for about 200 ms and returns how far it came. All
 * calls throw what the store throws. All except `matchFilters` and `review`, whose callers take turns (lib/matches), also throw
 * `too_many_requests` when a hundred are running or this bin or address has used up its share.
 */
export type Scan = ScanCalls & {
  /**
   * A file of captures in pieces of about 128 KiB, one of which is prepared ahead. Ending the iteration or aborting `signal` stops the work.
   * Throws what the store throws, `bin_not_found` if the bin is deleted meanwhile, and `too_many_requests` if 16 exports are running.
   */
  exportCaptures(query: ExportQuery, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>>
  /** Starts the thread, which takes half a second. Call it when a search is likely soon. */
  prepare(): void
  close(): Promise<void>
}
