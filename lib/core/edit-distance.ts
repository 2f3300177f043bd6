/**
 * The number of characters to insert, delete or replace to turn one text into the other (Levenshtein). Counting stops above `max`, with
 * `max + 1`.
 */
export function editDistance(from: string, to: string, max = Number.MAX_SAFE_INTEGER): number {
  if (Math.abs(from.length - to.length) > max) return max + 1
  let above = Array.from({ length: to.length + 1 }, (_, column) => column)
  for (let row = 1; row <= from.length; row++) {
    const current = [row]
    let least = row
    for (let column = 1; column <= to.length; column++) {
      const replaced = above[column - 1]! + (from[row - 1] === to[column - 1] ? 0 : 1)
      const edits = Math.min(replaced, above[column]! + 1, current[column - 1]! + 1)
      current.push(edits)
      least = Math.min(least, edits)
    }
    if (least > max) return max + 1
    above = current
  }
  return Math.min(above[to.length]!, max + 1)
}
