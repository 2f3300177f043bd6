'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { rangeOf, type TimeRange, withoutRange, withRange } from '#lib/core/filter/time-range'
import type { Feed } from '#lib/feed/feed'
import { bucketsIn } from '#lib/feed/timeline'
import type { PageAccess } from '../access/page-access'
import { useText } from '../filter/text-store'
import type { QueryText } from '../filter/use-query-text'
import { formatCount } from '../ui/format'
import { onDemand } from '../ui/on-demand'
import { type Bars, barsOf, hasVerdicts } from './bars'
import { requestsText, valueText } from './bucket-text'
import { PLOT_HEIGHT } from './plot-options'
import { type Slots, slotsOf } from './slots'
import { TimelineBrush } from './timeline-brush'
import { TimelineHeader } from './timeline-header'
import { useTimeline } from './use-timeline'
import type { TimelineControl } from './use-timeline-preferences'

const TimelinePlot = onDemand(() => import('./timeline-plot').then((module) => module.default))

export type TimelineProps = { feed: Feed; query: QueryText; control: TimelineControl; access: PageAccess }

/** A bin's requests over time, for the filter without its time range. That range is drawn, moved and removed here. */
export function Timeline({ feed, query, control, access }: TimelineProps) {
  const hasLag = access !== 'redacted'
  const metric = control.metric === 'lag' && !hasLag ? 'arrivals' : control.metric
  const q = useMemo(() => filterOf(query.q), [query.q])
  const needs = { lag: metric === 'lag', verdicts: control.colourBy === 'verdict' || q.includes('signature:') }
  const { timeline, failed } = useTimeline(feed.bin.id, q, feed, needs)
  const buckets = useMemo(() => bucketsIn(timeline), [timeline])
  const isChecked = useMemo(
    () => hasVerdicts(buckets) || feed.captures.some(({ signature }) => signature !== null),
    [buckets, feed.captures],
  )
  const colourBy = control.colourBy === 'verdict' && buckets.length > 0 && !isChecked ? 'method' : control.colourBy
  const slots = useMemo(() => slotsOf(timeline), [timeline])
  const labels = useSenderLabels(feed.captures)
  const bars = useMemo(() => barsOf(buckets, metric, colourBy, labels), [buckets, metric, colourBy, labels])
  const yText = useCallback((value: number) => valueText(metric, value), [metric])
  const [parent, width] = useWidth()
  const text = useText(query.text)
  const applied = slots && appliedRange(text, slots)
  const onRange = (range: TimeRange | null) => query.text.set(range ? withRange(text, range) : withoutRange(text))
  const total = buckets.reduce((sum, { count }) => sum + count, 0)
  const totals = metric === 'arrivals' && colourBy === 'verdict' ? groupTotals(bars) : []

  return (
    <section aria-label={['Timeline', requestsText(total), ...totals].join(', ')} className="shrink-0 border-b border-line">
      <TimelineHeader
        control={{ ...control, metric, colourBy }}
        hasLag={hasLag}
        hasVerdicts={isChecked}
        groups={bars.groups}
        failed={failed}
        onClear={applied ? () => onRange(null) : null}
        onWiden={applied && slots ? (side) => onRange(widened(applied, slots, side)) : null}
      />
      <div ref={parent} style={{ height: PLOT_HEIGHT }}>
        {slots && width > 0 && (
          <TimelineBrush bars={bars} slots={slots} metric={metric} applied={applied} onRange={onRange}>
            <TimelinePlot bars={bars} slots={slots} width={width} yText={yText} />
          </TimelineBrush>
        )}
      </div>
    </section>
  )
}

/** `Valid 12`: the legend as text, for screen readers. */
function groupTotals({ groups, bars }: Bars): string[] {
  return groups.map(({ label }, i) => `${label} ${formatCount(bars.reduce((sum, { values }) => sum + values[i]!, 0))}`)
}

/** The filter without its time range. An incomplete filter matches everything, as in the list. */
function filterOf(text: string): string {
  const q = withoutRange(text).trim()
  return parseFilter(q).ok ? q : ''
}

/** The visible part of the filter's time range; null if it has none. */
function appliedRange(text: string, slots: Slots): TimeRange | null {
  const { from, to } = rangeOf(text, Date.now())
  return from === null && to === null ? null : { from: from ?? slots.first, to: to ?? slots.end }
}

/** Extends the range by one bar, within the bars. */
function widened({ from, to }: TimeRange, { first, end, bucketMs }: Slots, side: 'start' | 'end'): TimeRange {
  return side === 'start' ? { from: Math.max(first, from - bucketMs), to } : { from, to: Math.min(end, to + bucketMs) }
}

/** Names of senders by id, because the counts have only ids. */
function useSenderLabels(rows: readonly CaptureSummary[]): ReadonlyMap<string, string> {
  const known = useRef(new Map<string, string>())
  const labels = rows.flatMap(({ sender }) =>
    sender?.provider && sender.label ? [[sender.provider, sender.label] as const] : [],
  )
  const fresh = labels.filter(([provider]) => !known.current.has(provider))
  if (fresh.length > 0) known.current = new Map([...known.current, ...fresh])
  return known.current
}

function useWidth() {
  const ref = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)))
    observer.observe(ref.current!)
    return () => observer.disconnect()
  }, [])
  return [ref, width] as const
}
