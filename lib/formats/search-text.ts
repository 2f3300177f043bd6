import { searchEscapes } from './search-escapes'
import type { Escaping, OnMatches } from './source-text'

/** The search stops here: nobody steps through more matches. */
export const MATCHES_MAX = 10_000

/** Characters searched in one task; the page can draw between tasks. */
export const SEARCH_SLICE = 1_000_000

/**
 * Offsets of `needle` in `text`, case-insensitive: the matches that begin in the slice `from` to `from + SEARCH_SLICE`.
 * Matches do not overlap.
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
 * Like `searchSlice`, and also finds keys and values that contain `needle` only after decoding (`caf\\u00e9`, `caf%C3%A9`). Reports the
 * offset of the first escape for those.
 */
export function searchEscaped(text: string, needle: string, escaping: Escaping, from: number): number[] {
  const plain = searchSlice(text, needle, from)
  if (escaping === 'plain' || needle === '') return plain
  const read = searchEscapes(text, needle.toLowerCase(), escaping, { from, to: from + SEARCH_SLICE })
  return read.length === 0 ? plain : [...plain, ...read].sort((a, b) => a - b)
}

/** Searches all of `text`, one slice per task, so that other tasks can run in between. Returns a function that stops the search. */
export function searchInSlices(text: string, needle: string, escaping: Escaping, found: OnMatches): () => void {
  const matches: number[] = []
  let from = 0
  let timer = setTimeout(searchOn)
  function searchOn(): void {
    for (const match of searchEscaped(text, needle, escaping, from)) if (matches.length < MATCHES_MAX) matches.push(match)
    from += SEARCH_SLICE
    const over = from >= text.length || matches.length >= MATCHES_MAX
    if (!over) timer = setTimeout(searchOn)
    found(matches.slice(), Math.min(1, from / Math.max(1, text.length)), over)
  }
  return () => clearTimeout(timer)
}
