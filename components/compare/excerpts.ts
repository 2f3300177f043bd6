const CHARS_MAX = 400
const LEAD = 40

/** Of long texts, the part where they begin to differ; `…` stands where something is left out. */
export function excerpts(before: string | null, after: string | null): [string | null, string | null] {
  if (Math.max(before?.length ?? 0, after?.length ?? 0) <= CHARS_MAX) return [before, after]
  const from = Math.max(0, commonLength(before ?? '', after ?? '') - LEAD)
  return [excerpt(before, from), excerpt(after, from)]
}

function excerpt(text: string | null, from: number): string | null {
  if (text === null) return null
  const part = text.slice(from, from + CHARS_MAX)
  return `${from > 0 ? '…' : ''}${part}${from + CHARS_MAX < text.length ? '…' : ''}`
}

function commonLength(one: string, other: string): number {
  let length = 0
  while (length < one.length && length < other.length && one[length] === other[length]) length += 1
  return length
}
