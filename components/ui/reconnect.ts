'use client'

import { useEffect, useRef } from 'react'

const waiting = new Set<() => void>()

/** The server answers again: whatever failed meanwhile is tried again. */
export function announceReconnect(): void {
  for (const listener of [...waiting]) listener()
}

/** Calls `listener` each time the connection is back, by the live stream or by the browser's own word. */
export function onReconnect(listener: () => void): () => void {
  waiting.add(listener)
  window.addEventListener('online', listener)
  return () => {
    waiting.delete(listener)
    window.removeEventListener('online', listener)
  }
}

/** While `failed`, calls `again` when the connection is back. */
export function useRetryOnReconnect(failed: boolean, again: () => void): void {
  const latest = useRef(again)
  useEffect(() => {
    latest.current = again
  })
  useEffect(() => (failed ? onReconnect(() => latest.current()) : undefined), [failed])
}
