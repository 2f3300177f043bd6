import type { CaptureSummary } from '#lib/core/capture'

type Captures = readonly CaptureSummary[]

/** A scrollable list, newest first. Every capture has a row, but not all are loaded. */
export type ListRows = {
  readonly count: number
  /** null if the row is not loaded or does not exist. */
  at(index: number): CaptureSummary | null
  /** How many captures are newer than this seq, which is that capture's index if it exists. Inside a gap, an estimate. */
  indexOf(seq: number): number
}

/** All captures with `from <= seq < before`. */
export type ListPage = { readonly before: number; readonly from: number; readonly captures: Captures }

/** Consecutive rows that are not loaded. Their captures have `from <= seq < before`. `count` is an estimate based on `total`. */
export type Gap = { readonly index: number; readonly count: number; readonly before: number; readonly from: number }

export type SparseRows = ListRows & { readonly gaps: readonly Gap[] }

/** Rows that are all loaded. */
export function loadedRows(captures: Captures): ListRows {
  return { count: captures.length, at: (index) => captures[index] ?? null, indexOf: (seq) => newerThan(captures, seq) }
}

/**
 * The newest captures, down to `nextBefore`, and non-overlapping pages below them. The other captures that `total` counts are spread
 * over the gaps in proportion to their width in seqs. That is exact if nothing was deleted; otherwise an estimate that improves as more
 * is loaded.
 */
export function sparseRows(newest: Captures, nextBefore: number | null, pages: readonly ListPage[], total: number): SparseRows {
  const below = pages.filter(({ before }) => nextBefore !== null && before <= nextBefore)
  const loaded = below.reduce((sum, { captures }) => sum + captures.length, newest.length)
  const pieces = piecesOf(newest, nextBefore, below, Math.max(0, total - loaded))
  const count = pieces.reduce((sum, piece) => sum + piece.count, 0)
  return {
    count,
    gaps: pieces.filter((piece) => piece.captures === null),
    at(index) {
      const piece = pieces.findLast((each) => each.index <= index)
      return piece?.captures?.[index - piece.index] ?? null
    },
    indexOf(seq) {
      const piece = pieces.find((each) => seq >= each.from)
      if (!piece) return count
      if (piece.captures) return piece.index + newerThan(piece.captures, seq)
      return piece.index + Math.floor(((piece.before - 1 - seq) / (piece.before - piece.from)) * piece.count)
    },
  }
}

type Newest = { readonly captures: Captures; readonly nextBefore: number | null; readonly total: number }

/** Like `sparseRows`, without the captures whose ids are in `excludedIds`. */
export function sparseRowsWithout(
  excludedIds: ReadonlySet<string>,
  { captures, nextBefore, total }: Newest,
  pages: readonly ListPage[],
): SparseRows {
  if (excludedIds.size === 0) return sparseRows(captures, nextBefore, pages, total)
  const left = (all: Captures) => all.filter(({ id }) => !excludedIds.has(id))
  const leftPages = pages.map((page) => ({ ...page, captures: left(page.captures) }))
  const newest = left(captures)
  const gone = captures.length - newest.length + countOf(pages) - countOf(leftPages)
  return sparseRows(newest, nextBefore, leftPages, total - gone)
}

export function countOf(pages: readonly ListPage[]): number {
  return pages.reduce((sum, { captures }) => sum + captures.length, 0)
}

type Piece = Gap & { readonly captures: Captures | null }

function piecesOf(newest: Captures, nextBefore: number | null, pages: readonly ListPage[], missing: number): Piece[] {
  const edge = nextBefore ?? 1
  const pieces: Piece[] = [{ index: 0, count: newest.length, before: Number.POSITIVE_INFINITY, from: edge, captures: newest }]
  if (nextBefore === null) return pieces
  const width = pages.reduce((left, { before, from }) => left - (before - from), edge - 1)
  let [top, index, seqsPassed, placed] = [edge, newest.length, 0, 0]
  const addGap = (from: number) => {
    if (from >= top) return
    seqsPassed += top - from
    const upTo = Math.round((missing * seqsPassed) / Math.max(1, width))
    const count = upTo - placed
    if (count > 0) pieces.push({ index, count, before: top, from, captures: null })
    index += count
    placed = upTo
  }
  for (const { before, from, captures } of pages) {
    addGap(before)
    pieces.push({ index, count: captures.length, before, from, captures })
    index += captures.length
    top = from
  }
  addGap(1)
  return pieces
}

/** The cursor (`before`) for a page that contains row `index` of a gap and some rows above it. */
export function pageCursor({ index: begin, count, before, from }: Gap, index: number, rowsAbove: number): number {
  const above = Math.max(0, index - begin - rowsAbove)
  return Math.max(from + 1, before - Math.floor((above / count) * (before - from)))
}

/** `pages` plus a page that fills (part of) `gap`, newest first. `next`: the `nextBefore` of the answer. */
export function withPage(
  pages: readonly ListPage[],
  gap: Pick<Gap, 'from'>,
  cursor: number,
  captures: Captures,
  next: number | null,
): ListPage[] {
  const from = Math.max(gap.from, next ?? 1)
  const page = { before: cursor, from, captures: captures.filter(({ seq }) => seq >= from && seq < cursor) }
  const others = pages.filter((each) => each.before <= page.from || each.from >= page.before)
  return [...others, page].sort((a, b) => b.before - a.before)
}

/** `pages` plus rows that the feed dropped at its old end. They are merged into the first page if it has room. */
export function addDropped(pages: readonly ListPage[], dropped: ListPage, rowsMax: number): ListPage[] {
  const [first, ...others] = pages
  if (!first || first.before !== dropped.from || first.captures.length >= rowsMax) return [dropped, ...pages]
  return [{ ...dropped, from: first.from, captures: [...dropped.captures, ...first.captures] }, ...others]
}

/** Binary search for how many captures are newer than `seq`. */
function newerThan(captures: Captures, seq: number): number {
  let [low, high] = [0, captures.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (captures[middle]!.seq > seq) low = middle + 1
    else high = middle
  }
  return low
}
