/** Pixels that a row takes beyond `rowPx`, for wrapped lines and for an open panel below it. Sorted by row. */
export type ExtraHeight = { row: number; heightPx: number }

/** Browsers limit an element to 17 to 33 million pixels. A longer list is scrolled proportionally. */
const ELEMENT_PX_MAX = 12_000_000

/** Where rows are, in pixels of the whole list, as if there were no such limit. */
export type Geometry = { count: number; rowPx: number; extra: readonly ExtraHeight[]; sums: Float64Array }

export function geometryOf(count: number, rowPx: number, extra: readonly ExtraHeight[]): Geometry {
  const sums = new Float64Array(extra.length + 1)
  for (let i = 0; i < extra.length; i++) sums[i + 1] = sums[i]! + extra[i]!.heightPx
  return { count, rowPx, extra, sums }
}

export function totalPx({ count, rowPx, extra, sums }: Geometry): number {
  return count * rowPx + sums[extra.length]!
}

export function rowTop(geometry: Geometry, row: number): number {
  return row * geometry.rowPx + geometry.sums[firstFrom(geometry.extra.length, (i) => geometry.extra[i]!.row >= row)]!
}

/** The row that covers the pixel `y`, including its wrapped lines and its panel. */
export function rowAtPx({ count, rowPx, extra, sums }: Geometry, y: number): number {
  const topOf = (i: number) => extra[i]!.row * rowPx + sums[i]!
  const next = firstFrom(extra.length, (i) => topOf(i) > y)
  const last = extra[next - 1]
  if (last && y < topOf(next - 1) + rowPx + last.heightPx) return last.row
  return Math.max(0, Math.min(count - 1, Math.floor((y - sums[next]!) / rowPx)))
}

/** The first index below `length` from which `holds` is true, or `length` if there is none. Binary search. */
function firstFrom(length: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = length
  while (low < high) {
    const middle = (low + high) >> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** The height that the element gets. */
export function elementPx(geometry: Geometry): number {
  return Math.min(totalPx(geometry), ELEMENT_PX_MAX)
}

/** How many pixels of the list one scrolled pixel moves. */
function scale(geometry: Geometry, viewPx: number): number {
  const scrollable = elementPx(geometry) - viewPx
  return scrollable <= 0 ? 1 : (totalPx(geometry) - viewPx) / scrollable
}

/** The list pixel at the top edge for this `scrollTop`. */
export function shownTop(geometry: Geometry, viewPx: number, scrollTop: number): number {
  return scrollTop * scale(geometry, viewPx)
}

/** The `scrollTop` that puts the list pixel `top` at the top edge. */
export function scrollTopFor(geometry: Geometry, viewPx: number, top: number): number {
  return Math.max(0, Math.min(top, totalPx(geometry) - viewPx)) / scale(geometry, viewPx)
}
