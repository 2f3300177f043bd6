import { type JsonNode, nodeText } from './json-tree'

/** Indexes of the same item in both lists; null if it is missing in one. */
export type AlignedItem = { before: number | null; after: number | null }

const IDENTITIES = ['.id', '._id', '.uuid', '.key', '.sku', '.name']
/** Cells of the table that finds the longest common run of items. Longer lists are paired by position. */
const CELLS_MAX = 1_000_000

/** Aligns two lists by a field that names their items, or else by equal items. The items left between those are paired by position. */
export function alignItems(before: readonly JsonNode[], after: readonly JsonNode[]): AlignedItem[] {
  const names = namesOf(before, after)
  return names ? byName(names[0], names[1]) : byEquals(before.map(nodeText), after.map(nodeText))
}

/** The values of the first of `IDENTITIES` that is unique to all items of both lists; null if none is. */
function namesOf(before: readonly JsonNode[], after: readonly JsonNode[]): [string[], string[]] | null {
  for (const identity of IDENTITIES) {
    const [old, now] = [valuesAt(before, identity), valuesAt(after, identity)]
    if (!old || !now) continue
    const known = new Set(old)
    if (now.some((name) => known.has(name))) return [old, now]
  }
  return null
}

function valuesAt(items: readonly JsonNode[], step: string): string[] | null {
  const values: string[] = []
  for (const item of items) {
    const value = item.kind === 'object' ? item.members.get(step) : undefined
    if (value?.kind !== 'scalar') return null
    values.push(value.text)
  }
  return values.length > 0 && new Set(values).size === values.length ? values : null
}

function byName(before: readonly string[], after: readonly string[]): AlignedItem[] {
  const indexes = new Map(after.map((name, index) => [name, index]))
  const old = before.map((name, index) => ({ before: index, after: indexes.get(name) ?? null }))
  const known = new Set(before)
  const added = after.flatMap((name, index) => (known.has(name) ? [] : [{ before: null, after: index }]))
  return [...old, ...added]
}

function byEquals(before: readonly string[], after: readonly string[]): AlignedItem[] {
  let start = 0
  while (start < before.length && start < after.length && before[start] === after[start]) start += 1
  let [oldEnd, newEnd] = [before.length, after.length]
  while (oldEnd > start && newEnd > start && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd -= 1
    newEnd -= 1
  }
  const aligned: AlignedItem[] = []
  let [oldAt, newAt] = [start, start]
  const common = (oldEnd - start) * (newEnd - start) > CELLS_MAX ? [] : longestCommon(before, after, start, oldEnd, newEnd)
  for (const [oldNext, newNext] of [...common, [oldEnd, newEnd] as const]) {
    aligned.push(...paired(oldAt, oldNext, newAt, newNext))
    oldAt = oldNext + 1
    newAt = newNext + 1
  }
  return aligned
}

/** Pairs the items between two equal ones by position. */
function paired(oldFrom: number, oldTo: number, newFrom: number, newTo: number): AlignedItem[] {
  const count = Math.max(oldTo - oldFrom, newTo - newFrom)
  return Array.from({ length: count }, (_, i) => ({
    before: oldFrom + i < oldTo ? oldFrom + i : null,
    after: newFrom + i < newTo ? newFrom + i : null,
  }))
}

/** The longest common subsequence, as pairs of indexes. */
function longestCommon(
  before: readonly string[],
  after: readonly string[],
  start: number,
  oldEnd: number,
  newEnd: number,
): [number, number][] {
  const width = newEnd - start + 1
  const lengths = new Uint32Array((oldEnd - start + 1) * width)
  const at = (i: number, j: number) => (i - start) * width + (j - start)
  for (let i = oldEnd - 1; i >= start; i -= 1) {
    for (let j = newEnd - 1; j >= start; j -= 1) {
      lengths[at(i, j)] =
        before[i] === after[j] ? lengths[at(i + 1, j + 1)]! + 1 : Math.max(lengths[at(i + 1, j)]!, lengths[at(i, j + 1)]!)
    }
  }
  const pairs: [number, number][] = []
  for (let i = start, j = start; i < oldEnd && j < newEnd; ) {
    if (before[i] === after[j]) pairs.push([i++, j++])
    else if (lengths[at(i + 1, j)]! >= lengths[at(i, j + 1)]!) i += 1
    else j += 1
  }
  return pairs
}
