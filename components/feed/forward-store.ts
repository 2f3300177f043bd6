import type { Forward } from '#lib/core/forward/forward'
import { explain } from '../api'

/** An event of a forward from the stream, or the answer to this page's own change. */
export type ForwardEvent = { type: 'updated'; forward: Forward } | { type: 'deleted'; id: string }

/** `list`: oldest first; null until it is loaded. `why`: the last load failed. */
export type Forwards = { list: readonly Forward[] | null; why: string | null }

/**
 * The forwards of a bin, separate from the feed: each sends an update once a second while it works, and that must not render the whole
 * page.
 */
export type ForwardStore = {
  get(): Forwards
  subscribe(onChange: () => void): () => void
  apply(event: ForwardEvent): void
  /** Loads the list and applies events that arrive meanwhile. Never rejects. */
  load(): Promise<void>
}

export function createForwardStore(load: () => Promise<readonly Forward[]>): ForwardStore {
  const listeners = new Set<() => void>()
  let state: Forwards = { list: null, why: null }
  /** Events since the current load began; null if none is running. */
  let pending: ForwardEvent[] | null = null

  function set(next: Forwards): void {
    state = next
    for (const listener of listeners) listener()
  }

  return {
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    apply(event) {
      pending?.push(event)
      if (state.list) set({ ...state, list: nextList(state.list, event) })
    },
    async load() {
      const meanwhile: ForwardEvent[] = []
      pending = meanwhile
      const isLatest = () => pending === meanwhile
      try {
        const list = await load()
        if (isLatest()) set({ list: meanwhile.reduce(nextList, list), why: null })
      } catch (error) {
        if (isLatest()) set({ ...state, why: explain(error) })
      }
      if (isLatest()) pending = null
    },
  }
}

function nextList(list: readonly Forward[], event: ForwardEvent): readonly Forward[] {
  if (event.type === 'deleted') return list.filter(({ id }) => id !== event.id)
  const { forward } = event
  return list.some(({ id }) => id === forward.id)
    ? list.map((each) => (each.id === forward.id ? forward : each))
    : [...list, forward]
}
