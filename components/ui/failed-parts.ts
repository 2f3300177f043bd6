'use client'

import { useEffect, useSyncExternalStore } from 'react'

let count = 0
const listeners = new Set<() => void>()

function change(by: number): void {
  count += by
  for (const listener of listeners) listener()
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Counts the calling component as a part of the page that could not be loaded. */
export function useReportFailedPart(): void {
  useEffect(() => {
    change(1)
    return () => change(-1)
  }, [])
}

/** How many parts of the page could not be loaded. While there are any, the page is not "Live". */
export function useFailedPartCount(): number {
  return useSyncExternalStore(
    subscribe,
    () => count,
    () => 0,
  )
}
