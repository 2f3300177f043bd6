import type { Logger } from 'pino'
import type { KeyStore, StoredKey } from './key-store'
import { createWriteBehind } from './write-behind'

/** A last use is stored at most once a minute, so that a caller that polls does not cause a write with each call. */
const PRECISION_MS = 60_000
/** Uses of all keys within this time are stored in one transaction. */
const FLUSH_MS = 1_000

/** Records when keys were last used. No call waits for the write or fails because of it. */
export interface KeyUses {
  used(key: Pick<StoredKey, 'id' | 'lastUsedAt'>): void
  /** When a key was last used, including uses that are not stored yet. */
  lastUsedAt(key: Pick<StoredKey, 'id' | 'lastUsedAt'>): number | null
  /** Stores what is not stored yet. */
  close(): Promise<void>
}

export function createKeyUses(
  store: Pick<KeyStore, 'touchKeys'>,
  log: Pick<Logger, 'warn'>,
  now: () => number,
  flushMs = FLUSH_MS,
): KeyUses {
  const uses = createWriteBehind((times) => store.touchKeys(times), {
    flushMs,
    onFailure: (error) => log.warn({ err: error }, 'when access keys were last used could not be stored; retrying in a minute'),
  })
  return {
    used({ id, lastUsedAt }) {
      if (uses.get(id) !== undefined) return
      // `abs`: if the clock was set back, a last use in the future is replaced.
      if (lastUsedAt !== null && Math.abs(now() - lastUsedAt) < PRECISION_MS) return
      uses.set(id, now())
    },
    lastUsedAt: ({ id, lastUsedAt }) => uses.get(id) ?? lastUsedAt,
    close: uses.close,
  }
}
