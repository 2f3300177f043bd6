import type { Logger } from 'pino'
import type { KeyStore, StoredKey } from '#lib/store/key-store'
import type { Live } from './live'

type WatchedKey = Pick<StoredKey, 'id' | 'expiresAt'>

/** Watches the access keys with which something is open in this process: sockets, event streams, exports. */
export interface KeyWatch {
  /**
   * Calls `ended` once when the key is revoked, replaced or expires, here or in another process, or if that happened before the call.
   * It is never called synchronously. Returns a function that stops watching.
   */
  watch(key: WatchedKey, ended: () => void): () => void
  close(): void
}

type Watched = { key: WatchedKey; listeners: Set<() => void> }

/**
 * `checkMs`: how often it looks for expired keys. It polls instead of setting a timer for each expiry, because the clock may jump.
 * `shared`: other processes use the same database, and their messages may be lost, so each check also queries the store.
 */
export function createKeyWatch({
  store,
  live,
  log,
  now,
  shared,
  checkMs = 1_000,
}: {
  store: Pick<KeyStore, 'existingKeys'>
  live: Pick<Live, 'onKeyEnd' | 'onMissed'>
  log: Pick<Logger, 'debug'>
  now: () => number
  shared: boolean
  checkMs?: number
}): KeyWatch {
  const watched = new Map<string, Watched>()
  const unchecked = new Set<string>()

  function end(id: string): void {
    const { listeners } = watched.get(id) ?? {}
    watched.delete(id)
    for (const listener of listeners ?? []) listener()
  }

  /** If the store fails, the keys stay valid and are checked again at the next check. */
  async function check(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return
    try {
      const existing = await store.existingKeys(ids)
      for (const id of ids) if (!existing.has(id)) end(id)
    } catch (error) {
      log.debug({ err: error }, 'the store could not say which access keys are still valid; checking again')
      for (const id of ids) if (watched.has(id)) unchecked.add(id)
    }
  }

  let checking = false
  async function checkAll(): Promise<void> {
    for (const { key } of [...watched.values()]) if (key.expiresAt !== null && key.expiresAt <= now()) end(key.id)
    if (checking) return
    checking = true
    const ids = shared ? [...watched.keys()] : [...unchecked]
    unchecked.clear()
    await check(ids)
    checking = false
  }

  function checkSoon(id: string): void {
    if (unchecked.size === 0) setImmediate(checkAll)
    unchecked.add(id)
  }

  const timer = setInterval(checkAll, checkMs).unref()
  const stopAwaitingEnds = live.onKeyEnd(end)
  const stopAwaitingMissed = live.onMissed(() => void check([...watched.keys()]))
  return {
    watch(key, ended) {
      const entry = watched.get(key.id) ?? { key, listeners: new Set() }
      const listener = () => ended() // a new function, because the same `ended` may be passed twice
      entry.listeners.add(listener)
      watched.set(key.id, entry)
      checkSoon(key.id) // it may have been revoked since it was looked up
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
