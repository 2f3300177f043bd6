import { editDistance } from './edit-distance'

/**
 * The word that `typed` is probably a misspelling of, or null: at most a third of its letters may differ. Case is ignored.
 */
export function nearestWord(typed: string, words: readonly string[]): string | null {
  let nearest: string | null = null
  let fewest = Math.floor(typed.length / 3) + 1
  for (const word of words) {
    const edits = editDistance(typed.toUpperCase(), word.toUpperCase(), fewest)
    if (edits < fewest) {
      nearest = word
      fewest = edits
    }
  }
  return nearest
}
