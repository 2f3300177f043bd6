'use client'

import { useCallback, useEffect, useRef } from 'react'
import type { InspectorState } from './use-inspector'

/** More than this at once is an import, not a sender's first request. */
const FIRST_MAX = 5

/** The first request of a bin that was empty opens by itself. */
export function useOpenFirst({ feed, selectedId, select, query }: InspectorState): void {
  const waiting = useRef(feed.lastSeq === 0 && feed.captures.length === 0)
  useEffect(() => {
    const first = feed.captures.at(-1)
    if (!waiting.current || !first) return
    waiting.current = false
    if (selectedId === null && query.q === '' && feed.captures.length <= FIRST_MAX) select(first.id, 'step')
  }, [feed.captures, selectedId, select, query.q])
}

/** Opens the first row that matches the typed filter: at once, or when the first match is found. */
export function useOpenFirstHit({ query, filtered, rows, select }: InspectorState): () => void {
  const wanted = useRef<string | null>(null)
  const first = query.q === '' || (filtered.captures?.length ?? 0) > 0 ? rows.at(0) : undefined
  const open = useCallback(() => {
    if (wanted.current === null || wanted.current !== query.q || !first) return
    wanted.current = null
    select(first.id)
  }, [query.q, first, select])
  useEffect(open, [open])
  return () => {
    wanted.current = query.text.get()
    open()
  }
}

/** In a short window, where the page scrolls, an opened request takes the place of the header. */
export function useShowOpened(selectedId: string | null): void {
  const before = useRef(selectedId)
  useEffect(() => {
    if (selectedId === before.current) return
    before.current = selectedId
    if (selectedId !== null && window.matchMedia('(max-height: 30rem)').matches) document.getElementById('main')?.scrollIntoView()
  }, [selectedId])
}
