import type { Logger } from 'pino'
import type { KeyStore, StoredKey } from '#lib/store/key-store'
import type { Live } from './live'

type WatchedKey = Pick<StoredKey, 'id' | 'expiresAt'>

/** What is open with access keys in this process: sockets, event streams, exports. */
export interface KeyWatch {
  /**
   * Calls `ended` once, later, when the key is revoked, replaced or expired, here or in another process. What is returned stops that.
   * A key that ended before the call counts too.
   */
  watch(key: WatchedKey, ended: () => void): () => void
  close(): void
}

type Watched = { key: WatchedKey; listeners: Set<() => void> }

/**
 * `lookMs`: how often it looks for keys that have expired. It reads the clock instead of waiting for a time, because a clock may jump.
 * `shared`: other processes use the same database, and their messages may be lost, so each look asks the store too.
 */
export function createKeyWatch({
  store,
  live,
  log,
  now,
  shared,
  lookMs = 1_000,
}: {
  store: Pick<KeyStore, 'existingKeys'>
  live: Pick<Live, 'onKeyEnd' | 'onMissed'>
  log: Pick<Logger, 'debug'>
  now: () => number
  shared: boolean
  lookMs?: number
}): KeyWatch {
  const watched = new Map<string, Watched>()
  const unchecked = new Set<string>()

  function end(id: string): void {
    const { listeners } = watched.get(id) ?? {}
    watched.delete(id)
    for (const listener of listeners ?? []) listener()
  }

  /** Those that the store cannot tell about now go on: they are asked about again at the next look, or when the bus is back. */
  async function check(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    try {
      const existing = await store.existingKeys(ids)
      for (const id of ids) if (!existing.has(id)) end(id)
    } catch (error) {
      log.debug({ err: error }, 'the store could not tell which access keys are still valid')
      for (const id of ids) if (watched.has(id)) unchecked.add(id)
    }
  }

  let looking = false
  async function look(): Promise<void> {
    for (const { key } of [...watched.values()]) if (key.expiresAt !== null && key.expiresAt <= now()) end(key.id)
    if (looking) return
    looking = true
    const ids = shared ? [...watched.keys()] : [...unchecked]
    unchecked.clear()
    await check(ids)
    looking = false
  }

  function checkSoon(id: string): void {
    if (unchecked.size === 0) setImmediate(look)
    unchecked.add(id)
  }

  const timer = setInterval(look, lookMs).unref()
  const stopAwaitingEnds = live.onKeyEnd(end)
  const stopAwaitingMissed = live.onMissed(() => void check([...watched.keys()]))
  return {
    watch(key, ended) {
      const entry = watched.get(key.id) ?? { key, listeners: new Set() }
      const listener = () => ended() // a function of its own: the same `ended` may be given twice
      entry.listeners.add(listener)
      watched.set(key.id, entry)
      checkSoon(key.id) // it may have been revoked after it was looked up
      return () => {
        entry.listeners.delete(listener)
        if (entry.listeners.size === 0 && watched.get(key.id) === entry) watched.delete(key.id)
      }
    },
    close() {
      clearInterval(timer)
      stopAwaitingEnds()
      stopAwaitingMissed()
    },
  }
}
