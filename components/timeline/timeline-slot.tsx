'use client'

import { useState } from 'react'
import type { Feed } from '#lib/feed/feed'
import { onDemand } from '../ui/on-demand'
import type { TimelineProps } from './timeline'
import { hasTimeline } from './timeline-toggle'

const Timeline = onDemand(() => import('./timeline').then((module) => module.Timeline), <Place />)

/** The timeline, where it is wanted and there is a time to be shown; its code is loaded once the list is live. */
export function TimelineSlot(props: TimelineProps) {
  const settled = useSettled(props.feed)
  if (!props.control.shown || !hasTimeline(props.feed.total)) return null
  return settled ? <Timeline {...props} /> : <Place />
}

/** As high as it will be: nothing moves when it comes. */
function Place() {
  return <div className="h-[89px] shrink-0 border-b border-line" />
}

/** True from when the list was live for the first time, or could not be. */
function useSettled({ connection }: Feed): boolean {
  const [settled, setSettled] = useState(false)
  if (!settled && connection.state !== 'catching-up') setSettled(true)
  return settled
}
