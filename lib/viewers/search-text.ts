/** Enough to count and to step through; nobody steps further. */
export const MATCHES_MAX = 10_000

/** How much text is searched at a time, between which the page may draw. */
export const SEARCH_SLICE = 2_000_000

/**
 * Where `needle` stands in `text`, without regard to case: the matches that begin in the slice `from` to `from + SEARCH_SLICE`.
 * They do not overlap.
 */
export function searchSlice(text: string, needle: string, from: number): number[] {
  if (needle === '') return []
  const slice = text.slice(from, from + SEARCH_SLICE + needle.length - 1)
  const pattern = new RegExp(needle.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'), 'gi')
  const found: number[] = []
  for (let match = pattern.exec(slice); match !== null && found.length < MATCHES_MAX; match = pattern.exec(slice)) {
    found.push(from + match.index)
  }
  return found
}
