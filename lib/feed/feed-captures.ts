import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import { hasSeq, type SeqRanges } from './seq-ranges'

type Captures = readonly CaptureSummary[]

/** Both lists in one, newest first, each seq once; where both have it, the one of `added` stays. `captures` is sorted already. */
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

/** Newest first, each seq once, the last one given. */
function sortedDown(captures: Captures): Captures {
  const bySeq = new Map(captures.map((capture) => [capture.seq, capture]))
  return [...bySeq.values()].sort((a, b) => b.seq - a.seq)
}

/** What was taken away: these one by one, and all up to a seq. */
export type Gone = { readonly deletedSeqs: SeqRanges; readonly clearedThrough: number }

export function isGone({ deletedSeqs, clearedThrough }: Gone, seq: number): boolean {
  return seq <= clearedThrough || hasSeq(deletedSeqs, seq)
}

/** What was changed, by seq. */
export type Patches = ReadonlyMap<number, CaptureUpdate>

/** Captures of a page or a frame as they are after what was heard: those that are gone left out, those that were changed changed. */
export function upToDate(captures: Captures, heard: Gone & { readonly patches: Patches }): Captures {
  return captures.filter(({ seq }) => !isGone(heard, seq)).map((capture) => patched(capture, heard.patches))
}

/** The very same where nothing of it was changed. */
export function patched<T extends CaptureSummary>(capture: T, patches: Patches): T {
  const patch = patches.get(capture.seq)
  return patch ? { ...capture, ...patch } : capture
}

export function addPatch(patches: Patches, seq: number, patch: CaptureUpdate): Patches {
  return new Map(patches).set(seq, { ...patches.get(seq), ...patch })
}
