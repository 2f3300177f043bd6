import type { CaptureSummary } from '#lib/core/capture'

type Captures = readonly CaptureSummary[]

/** A list as it is scrolled through, newest first: every capture has a place, and not all of them are loaded. */
export type ListRows = {
  readonly count: number
  /** null: not loaded, or no such place. */
  at(index: number): CaptureSummary | null
  /** How many are newer than this seq: the place of that capture, where it is there. In a gap it is about right. */
  indexOf(seq: number): number
}

/** All captures with `from <= seq < before`. */
export type ListPage = { readonly before: number; readonly from: number; readonly captures: Captures }

/** Some places in a row of which nothing is loaded; their captures have `from <= seq < before`. `count` is as good as `total` allows. */
export type Gap = { readonly index: number; readonly count: number; readonly before: number; readonly from: number }

export type SparseRows = ListRows & { readonly gaps: readonly Gap[] }

/** Rows of which all are there. */
export function loadedRows(captures: Captures): ListRows {
  return { count: captures.length, at: (index) => captures[index] ?? null, indexOf: (seq) => newerThan(captures, seq) }
}

/**
 * The newest captures, down to `nextBefore`, and pages somewhere below them, none of which meet the others. What `total` counts
 * beyond those lies in the gaps, spread over them by their width in seqs: exact where nothing was deleted, else the better the
 * more is loaded.
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

/** The same, of what is left when these (by id) are taken away. */
export function sparseRowsWithout(
  away: ReadonlySet<string>,
  { captures, nextBefore, total }: Newest,
  pages: readonly ListPage[],
): SparseRows {
  if (away.size === 0) return sparseRows(captures, nextBefore, pages, total)
  const left = (all: Captures) => all.filter(({ id }) => !away.has(id))
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

/** Where to ask (`before`) so that what is at `index` of a gap comes, with some of what is above it. */
export function seqToAsk({ index: begin, count, before, from }: Gap, index: number, rowsAbove: number): number {
  const above = Math.max(0, index - begin - rowsAbove)
  return Math.max(from + 1, before - Math.floor((above / count) * (before - from)))
}

/** `pages` with one more, which fills (a part of) `gap`; newest first. `next`: where the answer said that older ones begin. */
export function withPage(
  pages: readonly ListPage[],
  gap: Pick<Gap, 'from'>,
  asked: number,
  captures: Captures,
  next: number | null,
): ListPage[] {
  const from = Math.max(gap.from, next ?? 1)
  const page = { before: asked, from, captures: captures.filter(({ seq }) => seq >= from && seq < asked) }
  const others = pages.filter((each) => each.before <= page.from || each.from >= page.before)
  return [...others, page].sort((a, b) => b.before - a.before)
}

/** `pages` with rows that stood above them and are in the newest no more; joined to the first page where it has room. */
export function addDropped(pages: readonly ListPage[], dropped: ListPage, rowsMax: number): ListPage[] {
  const [first, ...others] = pages
  if (!first || first.before !== dropped.from || first.captures.length >= rowsMax) return [dropped, ...pages]
  return [{ ...dropped, from: first.from, captures: [...dropped.captures, ...first.captures] }, ...others]
}

/** Newest first: by halves. */
function newerThan(captures: Captures, seq: number): number {
  let [low, high] = [0, captures.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (captures[middle]!.seq > seq) low = middle + 1
    else high = middle
  }
  return low
}
