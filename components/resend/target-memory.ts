'use client'

import { useCallback, useState } from 'react'

const keyOf = (binId: string) => `creel:target:${binId}`

/** Where this bin's captures were last sent to, in this browser. */
export function useTarget(binId: string): [url: string, remember: (url: string) => void] {
  const [url] = useState(() => lastTarget(binId))
  const remember = useCallback((next: string) => write(keyOf(binId), next), [binId])
  return [url, remember]
}

/** Empty where nothing was sent from here yet. */
export const lastTarget = (binId: string) => read(keyOf(binId))

// Storage can be forbidden; then nothing is remembered.

function read(key: string): string {
  try {
    return localStorage.getItem(key) ?? ''
  } catch {
    return ''
  }
}

function write(key: string, value: string): void {
  try {
    localStorage.setItem(key, value)
  } catch {}
}
