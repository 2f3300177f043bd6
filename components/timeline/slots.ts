import { type Timeline, timeSpan } from '#lib/feed/timeline'

/** The places for bars from left to right, empty ones too: the first begins at `first`, the last ends at `end`. Milliseconds since 1970. */
export type Slots = { first: number; end: number; bucketMs: number; count: number }

/** So that a few bars are not as wide as walls. */
const SLOTS_MIN = 30

/** null: there is nothing to be shown. */
export function slotsOf(timeline: Timeline): Slots | null {
  const span = timeSpan(timeline)
  if (!span) return null
  const bucketMs = timeline.bucketMs!
  const end = span.last + bucketMs
  const first = Math.max(0, Math.min(span.first, end - SLOTS_MIN * bucketMs))
  return { first, end, bucketMs, count: Math.round((end - first) / bucketMs) }
}

/** The slot that holds this time, or the nearest. */
export function slotAt({ first, bucketMs, count }: Slots, time: number): number {
  return Math.min(count - 1, Math.max(0, Math.floor((time - first) / bucketMs)))
}

export function slotStart({ first, bucketMs }: Slots, slot: number): number {
  return first + slot * bucketMs
}

/** The two slots and those between them, in either order, as a range of time. */
export function slotRange(slots: Slots, a: number, b: number): { from: number; to: number } {
  return { from: slotStart(slots, Math.min(a, b)), to: slotStart(slots, Math.max(a, b) + 1) }
}
