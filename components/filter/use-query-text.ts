'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { isHalfTyped } from '#lib/core/filter/half-typed'
import { createTextStore, type TextStore } from './text-store'

/** After the last key. */
const HOLD_MS = 40
/** After the last key of what looks like the beginning of a field: nobody wants to see what holds the text `provid`. */
const HALF_TYPED_MS = 400
/** Browsers let a page change its address so often and no oftener: Safari 100 times in 30 s. */
const ADDRESS_MS = 250

export type QueryText = {
  /** As it stands in the box. */
  text: TextStore
  /** What holds, a moment after the last key. */
  q: string
}

/** The filter stands in the URL too (`?q=…`), so that it can be bookmarked and sent to somebody. */
export function useQueryText(): QueryText {
  const address = useSearchParams().get('q') ?? ''
  const [text] = useState(() => createTextStore(address))
  const [q, setQ] = useState(address)

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    const unsubscribe = text.subscribe(() => {
      clearTimeout(timer)
      timer = setTimeout(() => setQ(text.get()), holdMs(text.get()))
    })
    return () => {
      unsubscribe()
      clearTimeout(timer)
    }
  }, [text])

  useEffect(() => {
    if (q === address) return
    const timer = setTimeout(() => window.history.replaceState(null, '', urlWithQuery(q)), q === '' ? 0 : ADDRESS_MS)
    return () => clearTimeout(timer)
  }, [q, address])

  return { text, q }
}

function holdMs(text: string): number {
  if (text === '') return 0
  return isHalfTyped(text) ? HALF_TYPED_MS : HOLD_MS
}

function urlWithQuery(q: string): string {
  const params = new URLSearchParams(window.location.search)
  if (q === '') params.delete('q')
  else params.set('q', q)
  const query = params.toString()
  return query === '' ? window.location.pathname : `?${query}`
}
