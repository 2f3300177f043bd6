'use client'

import { useSyncExternalStore } from 'react'

/** A text stored in this browser for all its pages. If storage is blocked or full, it lasts as long as the page. */
export type StoredText<T> = {
  read(): T
  /** False if the browser does not store it. */
  write(text: string): boolean
  subscribe(onChange: () => void): () => void
}

/** `parse` must accept anything, because storage can contain anything. The same text yields the same object. */
export function createStoredText<T>(key: string, parse: (text: string | null) => T): StoredText<T> {
  const listeners = new Set<() => void>()
  let unstored: string | null = null
  let last: { text: string | null; value: T } | null = null

  return {
    read() {
      const text = unstored ?? readText(key)
      if (last === null || last.text !== text) last = { text, value: parse(text) }
      return last.value
    },
    write(text) {
      const kept = writeText(key, text)
      unstored = kept ? null : text
      for (const listener of listeners) listener()
      return kept
    },
    subscribe(onChange) {
      const onStorage = (event: StorageEvent) => event.key === key && onChange()
      listeners.add(onChange)
      window.addEventListener('storage', onStorage) // another tab wrote it
      return () => {
        listeners.delete(onChange)
        window.removeEventListener('storage', onStorage)
      }
    },
  }
}

export function useStored<T>({ read, subscribe }: StoredText<T>): T {
  return useSyncExternalStore(subscribe, read, read)
}

function readText(key: string): string | null {
  try {
    return localStorage.getItem(key)
  } catch {
    return null
  }
}

function writeText(key: string, text: string): boolean {
  try {
    localStorage.setItem(key, text)
    return true
  } catch {
    return false
  }
}
