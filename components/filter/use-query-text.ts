'use client'

import { useSearchParams } from 'next/navigation'
import { useEffect, useState } from 'react'
import { isHalfTyped } from '#lib/core/filter/half-typed'
import { createTextStore, type TextStore } from './text-store'

/** Debounce after the last key. */
const HOLD_MS = 40
/** Debounce for text that looks like the beginning of a field name: nobody searches for the text `provid`. */
const HALF_TYPED_MS = 400
/** Browsers limit how often a page may change its address: Safari allows 100 changes in 30 s. */
const ADDRESS_MS = 250

export type QueryText = {
  /** As typed in the box. */
  text: TextStore
  /** The active filter, debounced. */
  q: string
}

/** The filter is also in the URL (`?q=…`), so that it can be bookmarked and shared. */
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
