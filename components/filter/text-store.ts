import { useSyncExternalStore } from 'react'

/** The text of one field outside React, so that a key press renders only what shows the text. */
export type TextStore = {
  get(): string
  set(text: string): void
  subscribe(onChange: () => void): () => void
}

export function createTextStore(initial: string): TextStore {
  const listeners = new Set<() => void>()
  let text = initial
  return {
    get: () => text,
    set(next) {
      if (next === text) return
      text = next
      for (const listener of listeners) listener()
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

export function useText(store: TextStore): string {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
