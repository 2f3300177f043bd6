/**
 * The word that `typed` probably stands for, or null where none is near: at most a third of its letters differ.
 * Case counts for nothing.
 */
export function nearestWord(typed: string, words: readonly string[]): string | null {
  let nearest: string | null = null
  let fewest = Math.floor(typed.length / 3) + 1
  for (const word of words) {
    const edits = editDistance(typed.toUpperCase(), word.toUpperCase())
    if (edits < fewest) {
      nearest = word
      fewest = edits
    }
  }
  return nearest
}

/** How many letters must be put in, left out or replaced (Levenshtein). */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      current.push(Math.min(replaced, above[column]! + 1, current[column - 1]! + 1))
    }
    above = current
  }
  return above[to.length]!
}
