'use client'

import type { ReactNode } from 'react'
import type { TimeRange } from '#lib/core/filter/time-range'
import { cx } from '../ui/cx'
import type { Bars } from './bars'
import { bucketLines, rangeText, requestsText } from './bucket-text'
import { PLOT_EDGES, PLOT_HEIGHT } from './plot-options'
import type { Metric } from './preferences'
import { type Slots, slotRange } from './slots'
import { TimelineTip } from './timeline-tip'
import { useBrush } from './use-brush'

type Props = {
  bars: Bars
  slots: Slots
  metric: Metric
  applied: TimeRange | null
  onRange: (range: TimeRange | null) => void
  /** The plot. */
  children: ReactNode
}

/**
 * An overlay on the plot: the bar at the pointer or keyboard cursor, the range being drawn, and the applied range. A slider to screen
 * readers.
 */
export function TimelineBrush({ bars, slots, metric, applied, onRange, children }: Props) {
  const { cursorSlot, drawn, handlers } = useBrush({ slots, applied, onRange })
  const range = drawn ?? applied
  const slot = cursorSlot === null ? null : slotRange(slots, cursorSlot, cursorSlot)
  const selected = drawn ?? slot
  const inside = selected ? bars.bars.filter(({ at }) => at >= selected.from && at < selected.to) : []
  const count = inside.reduce((sum, { bucket }) => sum + bucket.count, 0)
  const only = inside.length === 1 ? inside[0]! : null
  const lines = bucketLines(only?.bucket ?? null, metric, bars.groups, only?.values ?? [])
  const text = selected ? `${rangeText(selected.from, selected.to)}: ${requestsText(count)}` : 'No time selected'
  const details = lines.map(({ label, value }) => `${label} ${value}`.trim()).join(', ')

  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label="Timeline: arrows select a time, with Shift a range, Enter filters by it"
      aria-valuemin={0}
      aria-valuemax={slots.count - 1}
      aria-valuenow={cursorSlot ?? slots.count - 1}
      aria-valuetext={details === '' ? text : `${text}, ${details}`}
      {...handlers}
      className="relative cursor-crosshair touch-pan-y select-none not-forced-colors:outline-none focus-visible:ring-2 focus-visible:ring-accent focus-visible:ring-inset"
      style={{ height: PLOT_HEIGHT }}
    >
      {slot && <Band slots={slots} range={slot} className="bg-ink/8 forced-colors:outline-1" />}
      {children}
      {range && <Band slots={slots} range={range} className="border-x border-accent bg-accent/15" />}
      {selected && (
        <TimelineTip title={rangeText(selected.from, selected.to)} count={count} lines={lines} side={sideOf(slots, selected)} />
      )}
    </div>
  )
}

/** A time range on the plot, as high as the tallest bar. */
function Band({ slots, range, className }: { slots: Slots; range: TimeRange; className: string }) {
  const share = (time: number) => Math.min(1, Math.max(0, (time - slots.first) / (slots.end - slots.first)))
  const plot = `100% - ${PLOT_EDGES.left + PLOT_EDGES.right}px`
  return (
    <div
      aria-hidden
      className={cx('pointer-events-none absolute', className)}
      style={{
        top: PLOT_EDGES.top,
        bottom: PLOT_EDGES.bottom,
        left: `calc(${PLOT_EDGES.left}px + (${plot}) * ${share(range.from)})`,
        width: `calc((${plot}) * ${share(range.to) - share(range.from)})`,
      }}
    />
  )
}

function sideOf(slots: Slots, { from, to }: TimeRange): 'left' | 'right' {
  return (from + to) / 2 < (slots.first + slots.end) / 2 ? 'left' : 'right'
}
