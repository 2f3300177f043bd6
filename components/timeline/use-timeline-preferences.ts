'use client'

import { useState } from 'react'
import { type TimelinePreferences, timelineCookie } from './preferences'

export type TimelineControl = TimelinePreferences & {
  change: (part: Partial<TimelinePreferences>) => void
  toggle: () => void
}

/** The user's settings, stored for the next visit. */
export function useTimelinePreferences(initial: TimelinePreferences): TimelineControl {
  const [chosen, setChosen] = useState(initial)
  const change = (part: Partial<TimelinePreferences>) => {
    const next = { ...chosen, ...part }
    setChosen(next)
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain http and in older browsers
    document.cookie = timelineCookie(next)
  }
  return { ...chosen, change, toggle: () => change({ shown: !chosen.shown }) }
}
