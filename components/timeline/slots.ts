import { type Timeline, timeSpan } from '#lib/feed/timeline'

/** The slots for bars from left to right, including empty ones, from `first` to `end`, in milliseconds since 1970. */
export type Slots = { first: number; end: number; bucketMs: number; count: number }

/** So that a few bars are not too wide. */
const SLOTS_MIN = 30

/** null: there is nothing to show. */
export function slotsOf(timeline: Timeline): Slots | null {
  const span = timeSpan(timeline)
  if (!span) return null
  const bucketMs = timeline.bucketMs!
  const end = span.last + bucketMs
  const first = Math.max(0, Math.min(span.first, end - SLOTS_MIN * bucketMs))
  return { first, end, bucketMs, count: Math.round((end - first) / bucketMs) }
}

/** The slot of this time, or the nearest one. */
export function slotAt({ first, bucketMs, count }: Slots, time: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((time - first) / bucketMs)))
}

export function slotStart({ first, bucketMs }: Slots, slot: number): number {
  return first + slot * bucketMs
}

/** The time range of two slots, in either order, and everything between them. */
export function slotRange(slots: Slots, a: number, b: number): { from: number; to: number } {
  return { from: slotStart(slots, Math.min(a, b)), to: slotStart(slots, Math.max(a, b) + 1) }
}
