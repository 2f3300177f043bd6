/**
 * A set of seqs as disjoint ranges, lowest first. Retention deletes captures one by one for as long as a page is open; as ranges, those
 * seqs take next to no memory.
 */
export type SeqRanges = readonly SeqRange[]
type SeqRange = readonly [first: number, last: number]

export function hasSeq(ranges: SeqRanges, seq: number): boolean {
  let low = 0
  let high = ranges.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ranges[middle]![1] < seq) low = middle + 1
    else high = middle
  }
  return low < ranges.length && ranges[low]![0] <= seq
}

export function addSeqs(ranges: SeqRanges, seqs: Iterable<number>): SeqRanges {
  const added = Array.from(seqs, (seq): SeqRange => [seq, seq])
  const merged: SeqRange[] = []
  for (const [first, last] of [...ranges, ...added].sort(([a], [b]) => a - b)) {
    const before = merged.at(-1)
    if (before && first <= before[1] + 1) merged[merged.length - 1] = [before[0], Math.max(before[1], last)]
    else merged.push([first, last])
  }
  return merged
}

/** How many seqs are greater than `above` and at most `through`. */
export function countSeqs(ranges: SeqRanges, above: number, through: number): number {
  return ranges.reduce((sum, [first, last]) => sum + Math.max(0, Math.min(last, through) - Math.max(first - 1, above)), 0)
}
