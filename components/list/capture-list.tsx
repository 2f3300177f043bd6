'use client'

import { ArrowUp } from 'lucide-react'
import { type KeyboardEvent, type RefObject, useEffect, useLayoutEffect, useMemo, useRef } from 'react'
import type { GroupedRows } from '#lib/feed/grouped-rows'
import { elementPx, type Geometry, geometryOf, rowTop, scrollTopFor, shownTop } from '../rows/row-geometry'
import { useRowWindow } from '../rows/use-row-window'
import { formatCount } from '../ui/format'
import { Skeleton } from '../ui/skeleton'
import { CaptureRow, ROW_HEIGHT } from './capture-row'
import { useFreshAbove } from './use-fresh-above'
import { useListPosition } from './use-list-position'
import type { Picks } from './use-picks'
import { selectedPlace } from './use-row-steps'

type Props = {
  rows: GroupedRows
  selectedId: string | null
  onSelect: (captureId: string, how?: 'open' | 'step') => void
  /** Opens the row at this index, by keyboard. */
  onGoTo: (index: number) => void
  picks: Pick<Picks, 'ids' | 'toggle' | 'selecting'>
  /** Folds or unfolds the attempts of this capture's message. */
  onToggleAttempts: (captureId: string) => void
  /** The range of rows (inclusive) that are visible or nearly so. */
  onRange: (first: number, last: number) => void
  /** The pointer or the focus entered the list, so a request will probably be opened. */
  onApproach?: () => void
}

/** Above this many new rows at a time they are not highlighted: it would mean nothing and cost half a processor. */
const FRESH_MAX = 10
/** The height assumed for server rendering, enough rows for the first screen. */
const SERVER_VIEW_PX = 800

/** The live list, newest first. Only visible rows are rendered; rows that are not loaded show a placeholder. */
export function CaptureList({ rows, selectedId, onSelect, onGoTo, picks, onToggleAttempts, onRange, onApproach }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLOListElement>(null)
  const focusDue = useRef<string | null>(null)
  const { count } = rows
  const geometry = useMemo(() => geometryOf(count, ROW_HEIGHT, []), [count])
  const { first, last, viewPx, placeOf, moved } = useRowWindow(scroller, geometry, SERVER_VIEW_PX)
  const { unseen, onScroll, toTop } = useListPosition(scroller, rows, geometry, moved)
  const settledSeq = useFreshAbove(rows.at(0)?.seq ?? 0)
  const flooded = rows.indexOf(settledSeq) > FRESH_MAX
  const selectedIndex = selectedPlace(rows, selectedId)

  // biome-ignore lint/correctness/useExhaustiveDependencies: new `rows` may have gaps elsewhere
  useEffect(() => {
    if (last >= first) onRange(first, last)
  }, [first, last, rows, onRange])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the selection changes; arriving rows must not scroll the list
  useEffect(() => {
    if (selectedIndex < 0 || !scroller.current) return
    showPlace(scroller.current, geometry, selectedIndex)
    focusDue.current = selectedId
    focusIfDrawn(list.current, focusDue)
  }, [selectedId])
  useLayoutEffect(() => focusIfDrawn(list.current, focusDue))

  /** As in a tree: Right unfolds a message; Left goes from an attempt to the newest one, or folds the message. */
  function foldByKey(unfold: boolean): boolean {
    const attempt = rows.attempt(selectedIndex)
    if (!attempt || selectedId === null || (unfold ? attempt.open : !attempt.open)) return false
    if (attempt.head) onToggleAttempts(selectedId)
    else onGoTo(selectedIndex - (attempt.count - attempt.number))
    return true
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    if (event.key === 'ArrowRight' || event.key === 'ArrowLeft') {
      if (foldByKey(event.key === 'ArrowRight')) event.preventDefault()
      return
    }
    const target = placeOfKey(event.key, selectedIndex, { count, page: Math.max(1, Math.ceil(viewPx / ROW_HEIGHT) - 1) })
    if (target === null) return
    event.preventDefault()
    list.current?.focus({ preventScroll: true }) // the focused row may be unmounted
    if (scroller.current) showPlace(scroller.current, geometry, target)
    onGoTo(target)
  }

  return (
    <div className="relative min-h-0 flex-1 short:flex-none">
      {unseen > 0 && (
        <button
          type="button"
          onClick={toTop}
          className="absolute top-3 left-1/2 z-10 flex h-7 -translate-x-1/2 animate-appear items-center gap-1.5 rounded-full bg-accent px-3 text-xs font-medium text-on-accent shadow-pop hover:bg-accent-hover"
        >
          <ArrowUp aria-hidden className="size-3.5" />
          {formatCount(unseen)} new
        </button>
      )}
      <div
        ref={scroller}
        onScroll={() => {
          onScroll()
          moved()
        }}
        className="scroll-thin h-full overflow-y-auto [overflow-anchor:none] short:h-auto short:max-h-[calc(100dvh-2.5rem)] not-short:overscroll-contain"
      >
        <ol
          ref={list}
          tabIndex={-1}
          aria-label="Captured requests"
          className="relative outline-none"
          style={{ height: elementPx(geometry) }}
          onKeyDown={onKeyDown}
          onPointerEnter={onApproach}
          onFocus={onApproach}
        >
          {Array.from({ length: last - first + 1 }, (_, i) => {
            const index = first + i
            const capture = rows.at(index)
            return (
              <li
                key={capture?.id ?? `place-${index}`}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_HEIGHT, transform: `translateY(${placeOf(index)}px)` }}
                aria-setsize={count}
                aria-posinset={index + 1}
              >
                {capture ? (
                  <CaptureRow
                    capture={capture}
                    selected={capture.id === selectedId}
                    fresh={!flooded && capture.seq > settledSeq}
                    focusable={selectedIndex === -1 ? index === 0 : index === selectedIndex}
                    picked={picks.ids.has(capture.id)}
                    picking={picks.ids.size > 0 || picks.selecting}
                    onSelect={picks.selecting ? picks.toggle : onSelect}
                    onPick={picks.toggle}
                    attempt={rows.attempt(index)}
                    onToggleAttempts={onToggleAttempts}
                  />
                ) : (
                  <PlaceholderRow />
                )}
              </li>
            )
          })}
        </ol>
      </div>
    </div>
  )
}

/** Shown until the row is loaded. */
function PlaceholderRow() {
  return (
    <div data-capture-place className="grid h-full content-center gap-2 border-b border-line/70 px-4">
      <Skeleton className="h-3 w-3/5" />
      <Skeleton className="h-2.5 w-2/5" />
    </div>
  )
}

type Size = { count: number; page: number }

/** The index that a key leads to from the selected one (-1: none); null if the key does not move the selection. */
function placeOfKey(key: string, selected: number, { count, page }: Size): number | null {
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }
  if (count === 0) return null
  if (key === 'Home') return 0
  if (key === 'End') return count - 1
  const by = steps[key]
  return by === undefined ? null : Math.max(0, Math.min(count - 1, selected + by))
}

/** Scrolls only as far as needed. */
function showPlace(list: HTMLElement, geometry: Geometry, index: number): void {
  const viewPx = list.clientHeight
  const shown = shownTop(geometry, viewPx, list.scrollTop)
  const top = rowTop(geometry, index)
  if (top < shown) list.scrollTop = scrollTopFor(geometry, viewPx, top)
  else if (top + ROW_HEIGHT > shown + viewPx) list.scrollTop = scrollTopFor(geometry, viewPx, top + ROW_HEIGHT - viewPx)
}

/** If the list has the focus, moves it to the selected row once the list has scrolled there and the row is rendered. */
function focusIfDrawn(list: HTMLElement | null, due: RefObject<string | null>): void {
  if (due.current === null || !list) return
  const row = [...list.querySelectorAll<HTMLElement>('[data-capture]')].find((each) => each.dataset.capture === due.current)
  if (row && list.contains(document.activeElement)) row.focus({ preventScroll: true })
  if (row || !list.contains(document.activeElement)) due.current = null
}
