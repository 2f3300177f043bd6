'use client'

import { useVirtualizer } from '@tanstack/react-virtual'
import { ArrowUp } from 'lucide-react'
import { type KeyboardEvent, useEffect, useRef } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { formatCount } from '../format'
import { CaptureRow, ROW_HEIGHT } from './capture-row'
import { useListPosition } from './use-list-position'
import type { Picks } from './use-picks'

type Props = {
  captures: readonly CaptureSummary[]
  selectedId: string | null
  /** Rows above this seq came in while the page was open. */
  freshAfter: number
  onSelect: (captureId: string, how?: 'open' | 'step') => void
  picks: Pick<Picks, 'ids' | 'toggle'>
  hasOlder: boolean
  loadOlder: () => void
}

const SERVER_RECT = { width: 360, height: 800 } // rows enough for the first screen, before there is one to measure
const ROWS_BEFORE_END = 20

/** The live list, newest first. Only the rows in sight exist. */
export function CaptureList({ captures, selectedId, freshAfter, onSelect, picks, hasOlder, loadOlder }: Props) {
  const scroller = useRef<HTMLDivElement>(null)
  const { unseen, onScroll, toTop } = useListPosition(scroller, captures)
  const rows = useVirtualizer({
    count: captures.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => captures[index]!.id,
    initialRect: SERVER_RECT,
    overscan: 8,
  })
  const items = rows.getVirtualItems()
  const last = items.at(-1)?.index ?? 0
  const selectedIndex = selectedId === null ? -1 : captures.findIndex(({ id }) => id === selectedId)

  useEffect(() => {
    if (hasOlder && last >= captures.length - ROWS_BEFORE_END) loadOlder()
  }, [hasOlder, last, captures.length, loadOlder])

  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another one is selected; rows that come in must not drag the list along
  useEffect(() => {
    if (selectedIndex < 0) return
    rows.scrollToIndex(selectedIndex, { align: 'auto' })
    if (scroller.current?.contains(document.activeElement)) focusRow(scroller.current, selectedId!)
  }, [selectedId])

  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
    const next = captures[Math.max(0, selectedIndex + step)]
    if (step === 0 || !next) return
    event.preventDefault()
    onSelect(next.id, 'step')
  }

  return (
    <div className="relative min-h-0 flex-1">
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
        onScroll={onScroll}
        className="scroll-thin h-full overflow-y-auto overscroll-contain [overflow-anchor:none]"
      >
        <ol aria-label="Captured requests" className="relative" style={{ height: rows.getTotalSize() }} onKeyDown={onKeyDown}>
          {items.map(({ index, key, start }) => {
            const capture = captures[index]!
            return (
              <li
                key={key}
                className="absolute inset-x-0 top-0"
                style={{ height: ROW_HEIGHT, transform: `translateY(${start}px)` }}
              >
                <CaptureRow
                  capture={capture}
                  selected={capture.id === selectedId}
                  fresh={capture.seq > freshAfter}
                  focusable={selectedIndex === -1 ? index === 0 : index === selectedIndex}
                  picked={picks.ids.has(capture.id)}
                  picking={picks.ids.size > 0}
                  onSelect={onSelect}
                  onPick={picks.toggle}
                />
              </li>
            )
          })}
        </ol>
      </div>
    </div>
  )
}

/** The row may not exist yet: it is drawn once the list has scrolled to it. */
function focusRow(list: HTMLElement, captureId: string): void {
  requestAnimationFrame(() =>
    list.querySelector<HTMLElement>(`[data-capture="${CSS.escape(captureId)}"]`)?.focus({ preventScroll: true }),
  )
}
