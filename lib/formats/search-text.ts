import { searchEscapes } from './search-escapes'
import type { Found, Written } from './source-text'

/** Enough to count and to step through; nobody steps further. */
export const MATCHES_MAX = 10_000

/** How much text is searched at a time, between which the page may draw. */
export const SEARCH_SLICE = 1_000_000

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

/**
 * The same, and where `needle` is found only once escapes are read (`caf\\u00e9`, `caf%C3%A9`): there the first escape of the key or value
 * is the place.
 */
export function searchWritten(text: string, needle: string, written: Written, from: number): number[] {
  const plain = searchSlice(text, needle, from)
  if (written === 'plain' || needle === '') return plain
  const read = searchEscapes(text, needle.toLowerCase(), written, { from, to: from + SEARCH_SLICE })
  return read.length === 0 ? plain : [...plain, ...read].sort((a, b) => a - b)
}

/** Searches all of `text`, a slice a task: what else is to be done here is done in between. Returns the way to stop it. */
export function searchInSlices(text: string, needle: string, written: Written, found: Found): () => void {
  const matches: number[] = []
  let from = 0
  let timer = setTimeout(searchOn)
  function searchOn(): void {
    for (const match of searchWritten(text, needle, written, from)) if (matches.length < MATCHES_MAX) matches.push(match)
    from += SEARCH_SLICE
    const over = from >= text.length || matches.length >= MATCHES_MAX
    if (!over) timer = setTimeout(searchOn)
    found(matches.slice(), Math.min(1, from / Math.max(1, text.length)), over)
  }
  return () => clearTimeout(timer)
}
