'use client'

import { type ComponentProps, type ReactNode, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { cx } from '../ui/cx'
import { elementPx, type Geometry, rowAtPx, rowTop, scrollTopFor, shownTop } from './row-geometry'

/** A row to bring into view. A new object brings it again. */
export type RowTarget = { row: number }

type Props = Omit<ComponentProps<'div'>, 'children'> & {
  count: number
  rowPx: number
  children: (row: number) => ReactNode
  /** Panels below rows, sorted by row. */
  panels?: readonly { row: number; key: string; content: ReactNode }[]
  target?: RowTarget | null
  /** Fills its flex parent; else it is as high as its rows, up to a limit. */
  fill: boolean
}

const OVERSCAN = 8
/** Where nothing is laid out (a server, a test), so many pixels are taken for granted. */
const VIEW_PX = 600
const PANEL_PX = 120

/** A list of any length of which only the rows in view are elements. */
export function VirtualRows({ count, rowPx, children, panels = [], target = null, fill, className, ...rest }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const viewPx = useHeight(scroller)
  const [panelPx, setPanelPx] = useState<ReadonlyMap<string, number>>(new Map())
  const open = panels.map(({ row, key }) => ({ row, heightPx: panelPx.get(key) ?? PANEL_PX }))
  const geometry: Geometry = { count, rowPx, open }
  useTarget(scroller, geometry, viewPx, target)

  const top = shownTop(geometry, viewPx, scrollTop)
  const first = Math.max(0, rowAtPx(geometry, top) - OVERSCAN)
  const last = Math.min(count - 1, rowAtPx(geometry, top + viewPx) + OVERSCAN)
  const place = (row: number) => rowTop(geometry, row) - top + scrollTop
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  return (
    <div
      ref={scroller}
      onScroll={(event) => setScrollTop(event.currentTarget.scrollTop)}
      className={cx('scroll-thin overflow-auto', fill ? 'min-h-0 flex-1' : 'max-h-80', className)}
      {...rest}
    >
      <div role="presentation" className="relative" style={{ height: elementPx(geometry) }}>
        {rows.map((row) => (
          <div key={row} role="presentation" className="absolute min-w-full" style={{ top: place(row), height: rowPx }}>
            {children(row)}
          </div>
        ))}
        {panels
          .filter(({ row }) => row >= first && row <= last)
          .map(({ row, key, content }) => (
            <Panel key={key} top={place(row) + rowPx} onHeight={(px) => setPanelPx((known) => new Map(known).set(key, px))}>
              {content}
            </Panel>
          ))}
      </div>
    </div>
  )
}

/** What is open below a row; it says how high it is. */
function Panel({ top, onHeight, children }: { top: number; onHeight: (px: number) => void; children: ReactNode }) {
  const box = useRef<HTMLDivElement>(null)
  const heightPx = useHeight(box, PANEL_PX)
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new callback is no new height
  useEffect(() => onHeight(heightPx), [heightPx])
  return (
    <div role="presentation" className="absolute right-0 left-0" style={{ top }}>
      <div ref={box}>{children}</div>
    </div>
  )
}

/** The element's height as it changes. */
function useHeight(ref: RefObject<HTMLElement | null>, initial = VIEW_PX): number {
  const [height, setHeight] = useState(initial)
  useLayoutEffect(() => {
    const element = ref.current
    if (element === null || typeof ResizeObserver === 'undefined') return
    const observer = new ResizeObserver(() => {
      if (element.clientHeight > 0) setHeight(element.clientHeight)
    })
    observer.observe(element)
    return () => observer.disconnect()
  }, [ref])
  return height
}

/** Scrolls to a target that is out of view, and leaves a third of the view above it. */
function useTarget(ref: RefObject<HTMLElement | null>, geometry: Geometry, viewPx: number, target: RowTarget | null): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new target scrolls
  useEffect(() => {
    const element = ref.current
    if (element === null || target === null) return
    const top = rowTop(geometry, target.row)
    const shown = shownTop(geometry, viewPx, element.scrollTop)
    if (top >= shown && top + geometry.rowPx <= shown + viewPx) return
    element.scrollTop = scrollTopFor(geometry, viewPx, top - viewPx / 3)
  }, [target])
}
