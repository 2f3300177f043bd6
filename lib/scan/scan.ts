import type { CaptureSummary } from '#lib/core/capture'
import type { Filter } from '#lib/core/filter/filter'
import type { Bucket } from '#lib/core/timeline/bucket'
import type { View } from '#lib/core/view'
import type { CapturePage, StoredBin } from '#lib/store/store'

/** Who looks at which bin, and when: milliseconds since 1970, which `after:10m` counts from. */
type Look = { bin: StoredBin; view: View; now: number }

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
  buckets: (Omit<Bucket, 'at'> & { at: string })[]
  /** When the bin's oldest and newest capture came, whatever was asked for; null: it has none. */
  firstAt: string | null
  lastAt: string | null
  /** The highest seq that was looked at. */
  throughSeq: number
  /** `before` of the next call; null where all was looked at. */
  nextBefore: number | null
}

/** What can be asked of the thread: all of it in plain data. Whoever is gone (`signal`) is not looked for any longer. */
export type ScanVerbs = {
  findCaptures(wanted: WantedCaptures, signal: AbortSignal): Promise<Found>
  countTimeline(wanted: WantedTimeline, signal: AbortSignal): Promise<TimelinePage>
}

/**
 * Looks through bins on a thread of its own, so that nothing that is asked holds up a capture. One call looks for about 200 ms and
 * says how far it came. Both verbs throw what the store throws, and `too_many_requests` where a hundred looks are under way.
 */
export type Scan = ScanVerbs & {
  /** Starts the thread, which takes half a second, where somebody is likely to ask soon. */
  prepare(): void
  close(): Promise<void>
}
