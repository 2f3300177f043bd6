'use client'

import { useEffect, useRef } from 'react'

const waiting = new Set<() => void>()

/** The server is reachable again, so failed loads are retried. */
export function announceReconnect(): void {
  for (const listener of [...waiting]) listener()
}

/** Calls `listener` after each reconnect of the live stream, and when the browser reports to be online. */
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
