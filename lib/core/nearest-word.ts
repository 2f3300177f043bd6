import { editDistance } from './edit-distance'

/**
 * The word that `typed` probably stands for, or null where none is near: at most a third of its letters differ.
 * Case counts for nothing.
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
