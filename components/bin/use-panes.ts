'use client'

import { useRef, useState } from 'react'
import { clampPane, type Panes, panesCookie } from './panes'

const STEP_PX = 80

export type PaneControl = {
  widths: Panes
  resize: (part: Partial<Panes>) => void
  /** Keeps the widths for the next page. */
  remember: () => void
  /** One step wider or narrower, for everyone who does not drag. */
  stepList: (direction: 1 | -1) => void
}

/** The widths of the panes; `panes`: as they were left. */
export function usePanes(panes: Panes): PaneControl {
  const [widths, setWidths] = useState(panes)
  const latest = useRef(panes) // a key resizes and remembers before the page is drawn again
  const resize = (part: Partial<Panes>) => {
    latest.current = { ...latest.current, ...part }
    setWidths(latest.current)
  }
  const remember = () => {
    // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in plain http and in older browsers
    document.cookie = panesCookie(latest.current)
  }
  const stepList = (direction: 1 | -1) => {
    resize({ list: clampPane('list', latest.current.list + direction * STEP_PX) })
    remember()
  }
  return { widths, resize, remember, stepList }
}
