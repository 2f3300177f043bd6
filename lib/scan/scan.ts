import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import type { Filter } from '#lib/core/filter/filter'
import type { Nearest } from '#lib/core/filter/nearest'
import type { Bucket, Counts } from '#lib/core/timeline/bucket'
import type { View } from '#lib/core/view'
import type { ArchiveKind } from '#lib/exporters/archive'
import type { BacklogStep, CapturePage, StoredBin } from '#lib/store/store'

/**
 * Who looks at which bin, and when: milliseconds since 1970, which `after:10m` counts from. `address` is the client's, whose share of the
 * thread the look takes; without one, only the bin's share counts.
 */
type Look = { bin: StoredBin; view: View; now: number; address?: string | null }

export type WantedCaptures = Look & { filter: Filter; page: CapturePage }

/** What was found, in the order of the list; `next`: the seq from which the search goes on, null where all was looked through. */
export type Found = { captures: CaptureSummary[]; next: number | null }

export type WantedTimeline = Look & {
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
  /** `verdicts` only of a bin that has, or had, secrets. */
  buckets: (Omit<Bucket, 'at' | 'verdicts'> & { at: string; verdicts?: Counts })[]
  /** When the bin's oldest and newest capture came, whatever was asked for; null: it has none. */
  firstAt: string | null
  lastAt: string | null
  /** The highest seq that was looked at. */
  throughSeq: number
  /** `before` of the next call; null where all was looked at. */
  nextBefore: number | null
  /** Captures from and through these seqs are to be checked, as their bin's secrets changed or they were stored unchecked; null: none. */
  unchecked: { from: number; through: number } | null
}

/** Captures after `after` and up to `through`, oldest first. `seqs`, ascending, and `filter` narrow them. */
export type WantedExport = Look & {
  format: ArchiveKind
  /** Of the capture URL. */
  origin: string
  after: number
  through: number
  seqs?: readonly number[]
  filter?: Filter
}

/** Of one call. */
export type BacklogLimits = { rows: number; bytes: number }

/** A filter, as text that parses, for one viewer at one time; `after`: the seq from which on it is asked. */
export type AskedFilter = { text: string; view: View; now: number; after: number }

/** Which captures, up to `through`, match which filters. `again`: seqs before that, of captures that changed. */
export type WantedLook = { bin: StoredBin; asked: readonly AskedFilter[]; through: number; again: readonly number[] }

/** `matched`: for each filter the seqs that match, ascending. `through`: how far it came. */
export type Looked = { matched: number[][]; through: number }

/** Captures after `after` and up to `through`, as this viewer sees them, and filters as text. */
export type WantedReview = Look & { texts: readonly string[]; after: number; through: number }

/** `seen`: how many captures there are. `nearest`: for each filter those that do not match and meet most of its conditions. */
export type Review = { seen: number; nearest: Nearest[][] }

/** What can be asked of the thread: all of it in plain data. Whoever is gone (`signal`) is not looked for any longer. */
export type ScanVerbs = {
  findCaptures(wanted: WantedCaptures, signal: AbortSignal): Promise<Found>
  countTimeline(wanted: WantedTimeline, signal: AbortSignal): Promise<TimelinePage>
  /** Looks for about 100 ms, or until something matches, where one filter is asked; the filters share what is read. */
  lookThrough(wanted: WantedLook, signal: AbortSignal): Promise<Looked>
  /** Judges the captures condition by condition: the latest, for about 300 ms. */
  review(wanted: WantedReview, signal: AbortSignal): Promise<Review>
  /** Masking a long body takes a while: it holds up nobody here. */
  redactCapture(capture: Capture, signal: AbortSignal): Promise<Capture>
  redactDelivery(delivery: Delivery, signal: AbortSignal): Promise<Delivery>
  /** Reads what some captures of the backlog say of themselves, those first that came last; [] where nothing is left. */
  readBacklog(limits: BacklogLimits, signal: AbortSignal): Promise<BacklogStep[]>
}

/**
 * Looks through bins on a thread of its own, so that nothing that is asked holds up a capture. One call looks for about 200 ms and
 * says how far it came. All verbs throw what the store throws, and but for `lookThrough` and `review`, which take turns before they ask,
 * `too_many_requests` where a hundred looks are under way or this bin or address has its share of them.
 */
export type Scan = ScanVerbs & {
  /**
   * A file of captures in pieces of about 128 KiB, one of which is made ahead. Ending the iteration or aborting `signal` stops the work.
   * Throws what the store throws, `bin_not_found` where the bin is deleted meanwhile, `too_many_requests` where 16 exports run.
   */
  exportCaptures(wanted: WantedExport, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>>
  /** Starts the thread, which takes half a second, where somebody is likely to ask soon. */
  prepare(): void
  close(): Promise<void>
}
