'use client'

import { type ComponentProps, type ReactNode, type RefObject, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { cx } from '../ui/cx'
import { type ExtraHeight, elementPx, type Geometry, geometryOf, rowTop, scrollTopFor, shownTop } from './row-geometry'
import { useHeight, useRowWindow } from './use-row-window'
import { NO_WRAPPING, useWrappedRows, type Wrapping } from './use-wrapped-rows'

/** A row to bring into view, with `roomPx` of the panel below it. A new object brings it again. */
export type RowTarget = { row: number; roomPx?: number }

type Props = Omit<ComponentProps<'div'>, 'children'> & {
  count: number
  rowPx: number
  children: (row: number) => ReactNode
  /** Panels below rows, sorted by row. */
  panels?: readonly { row: number; key: string; content: ReactNode }[]
  target?: RowTarget | null
  /** Rows are as high as their wrapped content. null: every row is one line, and long ones scroll sideways. */
  wrapping?: Wrapping | null
  /** Fills its flex parent; otherwise it is as high as its rows, up to a limit. */
  fill: boolean
}

/** The height assumed for a panel until it is rendered. */
const PANEL_PX = 200

/** A list of any length that renders only the visible rows. */
export function VirtualRows(props: Props) {
  const { count, rowPx, children, panels = [], target = null, wrapping = null, fill, className, ...rest } = props
  const scroller = useRef<HTMLDivElement>(null)
  const [left, setLeft] = useState(0)
  const [panelPx, setPanelPx] = useState<ReadonlyMap<string, number>>(new Map())
  const wrapped = useWrappedRows(scroller, wrapping ?? NO_WRAPPING, rowPx)
  const geometry = useMemo(
    () => geometryOf(count, rowPx, withPanels(wrapped.extra, panels, panelPx)),
    [count, rowPx, wrapped.extra, panels, panelPx],
  )
  const { first, last, viewPx, placeOf, moved } = useRowWindow(scroller, geometry)
  useLayoutEffect(() => wrapped.measure(geometry, viewPx, moved))
  useTarget(scroller, geometry, viewPx, target, wrapped)

  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
  return (
    <div
      ref={scroller}
      onScroll={() => {
        moved()
        setLeft(scroller.current?.scrollLeft ?? 0)
      }}
      onWheel={wrapped.release}
      onTouchMove={wrapped.release}
      onPointerDown={wrapped.release}
      className={cx('scroll-thin overflow-auto [overflow-anchor:none]', fill ? 'min-h-0 flex-1' : 'max-h-80', className)}
      {...rest}
    >
      <div role="presentation" className="relative" style={{ height: elementPx(geometry) }}>
        {rows.map((row) => (
          <div
            key={row}
            role="presentation"
            data-wrap-key={wrapping?.keyOf(row)}
            className={cx('absolute', wrapping ? 'inset-x-0 grid' : 'min-w-full')}
            style={{ top: placeOf(row), ...(wrapping ? { minHeight: rowPx } : { height: rowPx }) }}
          >
            {children(row)}
          </div>
        ))}
        {panels
          .filter(({ row }) => row >= first && row <= last)
          .map(({ row, key, content }) => (
            <Panel
              key={key}
              top={placeOf(row) + rowPx + wrapped.extraOf(row)}
              left={left}
              onHeight={(px) => setPanelPx((known) => new Map(known).set(key, px))}
            >
              {content}
            </Panel>
          ))}
      </div>
    </div>
  )
}

function withPanels(
  wrapped: readonly ExtraHeight[],
  panels: NonNullable<Props['panels']>,
  panelPx: ReadonlyMap<string, number>,
): readonly ExtraHeight[] {
  if (panels.length === 0) return wrapped
  const byRow = new Map(wrapped.map(({ row, heightPx }) => [row, heightPx]))
  for (const { row, key } of panels) byRow.set(row, (byRow.get(row) ?? 0) + (panelPx.get(key) ?? PANEL_PX))
  return [...byRow].map(([row, heightPx]) => ({ row, heightPx })).sort((a, b) => a.row - b.row)
}

type PanelProps = { top: number; left: number; onHeight: (px: number) => void; children: ReactNode }

/** The open panel below a row: as wide as the view, and visible however far its rows are scrolled sideways. Reports its height. */
function Panel({ top, left, onHeight, children }: PanelProps) {
  const box = useRef<HTMLDivElement>(null)
  const heightPx = useHeight(box, PANEL_PX)
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new height counts, not a new callback
  useEffect(() => onHeight(heightPx), [heightPx])
  return (
    <div role="presentation" className="absolute right-0 left-0" style={{ top, transform: `translateX(${left}px)` }}>
      <div ref={box}>{children}</div>
    </div>
  )
}

/**
 * Scrolls to a target that is out of view, and leaves a third of the view above it. If a row and its panel do not both fit, the panel takes
 * precedence.
 */
function useTarget(
  ref: RefObject<HTMLElement | null>,
  geometry: Geometry,
  viewPx: number,
  target: RowTarget | null,
  wrapped: Pick<ReturnType<typeof useWrappedRows>, 'pin' | 'extraOf'>,
): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new target scrolls
  useEffect(() => {
    const element = ref.current
    if (element === null || target === null) return
    wrapped.pin(target.row)
    const { row, roomPx } = target
    const top = rowTop(geometry, row)
    const bottom = top + geometry.rowPx + (roomPx === undefined ? 0 : wrapped.extraOf(row) + roomPx)
    if (roomPx !== undefined) element.scrollIntoView({ block: 'nearest' }) // in case the page itself scrolls
    const shown = shownTop(geometry, viewPx, element.scrollTop)
    if (top >= shown && bottom <= shown + viewPx) return
    const above = Math.min(viewPx / 3, viewPx - (bottom - top))
    element.scrollTop = scrollTopFor(geometry, viewPx, top - above)
  }, [target])
}
