'use client'

import { ChartColumn } from 'lucide-react'
import type { Action } from '../ui/action'
import { IconButton } from '../ui/button'
import type { TimelineControl } from './use-timeline-preferences'

/** A timeline of a single capture is pointless. */
export function hasTimeline(total: number): boolean {
  return total > 1
}

export function timelineActions({ shown, toggle }: TimelineControl, total: number): Action[] {
  if (!hasTimeline(total)) return []
  const label = shown ? 'Hide the timeline' : 'Show the timeline'
  return [{ id: 'timeline', label, group: 'List', keys: ['t'], icon: <ChartColumn />, run: toggle }]
}

export function TimelineToggle({ control, total }: { control: TimelineControl; total: number }) {
  if (!hasTimeline(total)) return null
  return (
    <IconButton label="Timeline" pressed={control.shown} onClick={control.toggle}>
      <ChartColumn aria-hidden />
    </IconButton>
  )
}
