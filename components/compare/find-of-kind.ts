import type { Capture, CaptureSummary } from '#lib/core/capture'
import { kindFilter } from '#lib/core/filter/kind'
import { api } from '../api'

export type Direction = 'earlier' | 'later'

/** The nearest capture similar to `capture`, other than itself, on one side of the seq `from`; null if there is none. */
export async function findOfKind(
  capture: Capture,
  from: number,
  direction: Direction,
  signal: AbortSignal,
): Promise<CaptureSummary | null> {
  const q = kindFilter(capture)
  for (let edge: number | null = from; edge !== null; ) {
    const page = await api.listCaptures(
      { bin: capture.binId, q, ...(direction === 'earlier' ? { before: edge } : { after: edge }) },
      { signal },
    )
    const found = page.captures.find(({ id }) => id !== capture.id)
    if (found) return found
    edge = direction === 'earlier' ? page.nextBefore : page.nextAfter
  }
  return null
}
