'use client'

import { useState } from 'react'
import type { Feed } from '#lib/feed/feed'
import { onDemand } from '../ui/on-demand'
import type { TimelineProps } from './timeline'
import { hasTimeline } from './timeline-toggle'

const Timeline = onDemand(() => import('./timeline').then((module) => module.Timeline), <Place />)

/** The timeline, if it is switched on and there is something to show. Its code is loaded once the list is live. */
export function TimelineSlot(props: TimelineProps) {
  const settled = useSettled(props.feed)
  if (!props.control.shown || !hasTimeline(props.feed.total)) return null
  return settled ? <Timeline {...props} /> : <Place />
}

/** Reserves the timeline's height, so that nothing shifts when it appears. */
function Place() {
  return <div className="h-[89px] shrink-0 border-b border-line" />
}

/** True once the list has been live, or could not connect. */
function useSettled({ connection }: Feed): boolean {
  const [settled, setSettled] = useState(false)
  if (!settled && connection.state !== 'catching-up') setSettled(true)
  return settled
}
