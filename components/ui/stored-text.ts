'use client'

import { useSyncExternalStore } from 'react'

/** A text that this browser keeps for all its pages. Where storage is forbidden or full, it lasts as long as the page. */
export type StoredText<T> = {
  read(): T
  /** False if the browser does not keep it. */
  write(text: string): boolean
  subscribe(onChange: () => void): () => void
}

/** `parse` is given whatever stands there, which anything may have written; the same text gives the same object. */
export function createStoredText<T>(key: string, parse: (text: string | null) => T): StoredText<T> {
  const listeners = new Set<() => void>()
  let unkept: string | null = null
  let last: { text: string | null; value: T } | null = null

  return {
    read() {
      const text = unkept ?? readText(key)
      if (last === null || last.text !== text) last = { text, value: parse(text) }
      return last.value
    },
    write(text) {
      const kept = writeText(key, text)
      unkept = kept ? null : text
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
