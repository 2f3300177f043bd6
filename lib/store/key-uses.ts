import type { Logger } from 'pino'
import type { KeyStore, StoredKey } from './key-store'
import { createLateTimes } from './late-times'

/** A last use is kept to the minute: a caller who polls does not write with each call. */
const KEPT_TO_MS = 60_000
/** Uses of all keys in this time are kept in one transaction. */
const FLUSH_MS = 1_000

/** When keys were last used. No call waits for it, and none fails because it cannot be kept. */
export interface KeyUses {
  used(key: Pick<StoredKey, 'id' | 'lastUsedAt'>): void
  /** With what is not kept yet. */
  lastUsedAt(key: Pick<StoredKey, 'id' | 'lastUsedAt'>): number | null
  /** Keeps what is not kept yet. */
  close(): Promise<void>
}

export function createKeyUses(
  store: Pick<KeyStore, 'touchKeys'>,
  log: Pick<Logger, 'warn'>,
  now: () => number,
  flushMs = FLUSH_MS,
): KeyUses {
  const uses = createLateTimes((times) => store.touchKeys(times), {
    flushMs,
    onFailure: (error) => log.warn({ err: error }, 'when access keys were last used could not be stored; retrying in a minute'),
  })
  return {
    used({ id, lastUsedAt }) {
      if (uses.get(id) !== undefined) return
      // The clock may have been set back: then a last use in the future is replaced.
      if (lastUsedAt !== null && Math.abs(now() - lastUsedAt) < KEPT_TO_MS) return
      uses.set(id, now())
    },
    lastUsedAt: ({ id, lastUsedAt }) => uses.get(id) ?? lastUsedAt,
    close: uses.close,
  }
}
