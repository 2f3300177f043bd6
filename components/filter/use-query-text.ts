'use client'

import { useSearchParams } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'

const PAUSE_MS = 250

export type QueryText = {
  /** As it stands in the box. */
  text: string
  /** As it stands in the URL, a moment after the last key. */
  q: string
  setText: (text: string) => void
}

/** The filter stands in the URL (`?q=…`), so that it can be bookmarked and sent to somebody. */
export function useQueryText(): QueryText {
  const q = useSearchParams().get('q') ?? ''
  const [text, setText] = useState(q)
  const setNow = useCallback((next: string) => setText(next), [])

  useEffect(() => {
    if (text === q) return
    const timer = setTimeout(() => window.history.replaceState(null, '', urlWithQuery(text)), text === '' ? 0 : PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, q])

  return { text, q, setText: setNow }
}

function urlWithQuery(q: string): string {
  const params = new URLSearchParams(window.location.search)
  if (q === '') params.delete('q')
  else params.set('q', q)
  const query = params.toString()
  return query === '' ? window.location.pathname : `?${query}`
}
