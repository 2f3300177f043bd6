/** A row that has something open below it: `heightPx` more. Sorted by row. */
export type OpenRow = { row: number; heightPx: number }

/** Browsers end an element at 17 to 33 million pixels: a longer list is scrolled in proportion. */
const ELEMENT_PX_MAX = 12_000_000

/** Where rows of one height stand, some with a panel below. All in pixels of the whole list, as if an element could be so high. */
export type Geometry = { count: number; rowPx: number; open: readonly OpenRow[] }

export function totalPx({ count, rowPx, open }: Geometry): number {
  return count * rowPx + open.reduce((sum, { heightPx }) => sum + heightPx, 0)
}

export function rowTop({ rowPx, open }: Geometry, row: number): number {
  return row * rowPx + open.reduce((sum, each) => (each.row < row ? sum + each.heightPx : sum), 0)
}

/** The row, or its panel, that covers the pixel `y`. */
export function rowAtPx(geometry: Geometry, y: number): number {
  let above = 0
  for (const { row, heightPx } of geometry.open) {
    const panelTop = (row + 1) * geometry.rowPx + above
    if (y < panelTop) break
    if (y < panelTop + heightPx) return row
    above += heightPx
  }
  return Math.max(0, Math.min(geometry.count - 1, Math.floor((y - above) / geometry.rowPx)))
}

/** The height that the element gets. */
export function elementPx(geometry: Geometry): number {
  return Math.min(totalPx(geometry), ELEMENT_PX_MAX)
}

/** How far one scrolled pixel goes in the list. */
function scale(geometry: Geometry, viewPx: number): number {
  const scrollable = elementPx(geometry) - viewPx
  return scrollable <= 0 ? 1 : (totalPx(geometry) - viewPx) / scrollable
}

/** What `scrollTop` shows at its top edge. */
export function shownTop(geometry: Geometry, viewPx: number, scrollTop: number): number {
  return scrollTop * scale(geometry, viewPx)
}

/** The `scrollTop` that shows `top` at the top edge. */
export function scrollTopFor(geometry: Geometry, viewPx: number, top: number): number {
  return Math.max(0, Math.min(top, totalPx(geometry) - viewPx)) / scale(geometry, viewPx)
}
