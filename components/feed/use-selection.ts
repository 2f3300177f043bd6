'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useRef, useState } from 'react'
import { isPhone } from '../ui/is-phone'

export type Selection = {
  /** Id of the capture that is open, or null. */
  selectedId: string | null
  /** `step`: stepping through the list by keyboard, which adds no history entries. */
  select: (captureId: string, how?: 'open' | 'step') => void
  close: () => void
}

/** The open capture is in the URL (`?capture=…`), so that it can be bookmarked and the back button works. */
export function useSelection(): Selection {
  const inRouter = useSearchParams().get('capture')
  const [selectedId, setSelectedId] = useState(inRouter)
  const opened = useRef(0) // history entries that this page has added

  // The router follows the address a moment later. A key pressed meanwhile must step from the capture in the address.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of the router's value triggers it
  useEffect(() => setSelectedId(captureInAddress()), [inRouter])

  const select = useCallback<Selection['select']>((captureId, how = 'open') => {
    const url = urlWith(captureId)
    if (url === window.location.search) return
    setSelectedId(captureId)
    if (how === 'step') window.history.replaceState(null, '', url)
    else {
      window.history.pushState(null, '', url)
      opened.current += 1
    }
  }, [])

  const close = useCallback(() => {
    if (opened.current > 0 && isPhone()) {
      opened.current -= 1
      window.history.back() // the close arrow on a phone acts as the back button
    } else {
      setSelectedId(null)
      window.history.replaceState(null, '', urlWith(null))
    }
  }, [])

  return { selectedId, select, close }
}

function captureInAddress(): string | null {
  return new URLSearchParams(window.location.search).get('capture')
}

/** Keeps other parameters. */
export function urlWith(captureId: string | null): string {
  const params = new URLSearchParams(window.location.search)
  if (captureId === null) params.delete('capture')
  else params.set('capture', captureId)
  const query = params.toString()
  return query === '' ? window.location.pathname : `?${query}`
}
