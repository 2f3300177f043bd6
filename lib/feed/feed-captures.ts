import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import { hasSeq, type SeqRanges } from './seq-ranges'

type Captures = readonly CaptureSummary[]

/** Merges both lists, newest first and without duplicates; `added` wins over `captures`. `captures` must be sorted. */
export function mergeCaptures(captures: Captures, added: Captures): Captures {
  if (added.length === 0) return captures
  const sorted = sortedDown(added)
  if (captures.length === 0 || sorted.at(-1)!.seq > captures[0]!.seq) return [...sorted, ...captures]
  if (sorted[0]!.seq < captures.at(-1)!.seq) return [...captures, ...sorted]
  const merged: CaptureSummary[] = []
  let taken = 0
  for (const capture of captures) {
    while (taken < sorted.length && sorted[taken]!.seq >= capture.seq) merged.push(sorted[taken++]!)
    if (merged.at(-1)?.seq !== capture.seq) merged.push(capture)
  }
  return [...merged, ...sorted.slice(taken)]
}

/** Newest first. If a seq repeats, the last one wins. */
function sortedDown(captures: Captures): Captures {
  const bySeq = new Map(captures.map((capture) => [capture.seq, capture]))
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}

/** What was deleted: single captures, and all captures up to `clearedThrough`. */
export type DeletedCaptures = { readonly deletedSeqs: SeqRanges; readonly clearedThrough: number }

export function isDeleted({ deletedSeqs, clearedThrough }: DeletedCaptures, seq: number): boolean {
  return seq <= clearedThrough || hasSeq(deletedSeqs, seq)
}

/** Changes by seq. */
export type Patches = ReadonlyMap<number, CaptureUpdate>

/** Applies deletions and changes from the stream to captures that may have been read before them. */
export function applyChanges(captures: Captures, changes: DeletedCaptures & { readonly patches: Patches }): Captures {
  return captures.filter(({ seq }) => !isDeleted(changes, seq)).map((capture) => withPatches(capture, changes.patches))
}

/** The capture with its changes applied; the same object if there are none. */
export function withPatches<T extends CaptureSummary>(capture: T, patches: Patches): T {
  const patch = patches.get(capture.seq)
  return patch ? { ...capture, ...patch } : capture
}

export function addPatch(patches: Patches, seq: number, patch: CaptureUpdate): Patches {
  return new Map(patches).set(seq, { ...patches.get(seq), ...patch })
}
