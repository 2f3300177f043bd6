import type { Logger } from 'pino'
import type { KeyStore, StoredKey } from './key-store'

/** A last use is kept to the minute: a caller who polls does not write with each call. */
const KEPT_TO_MS = 60_000
/** Uses of all keys in this time are kept in one transaction. */
const FLUSH_MS = 1_000
/** After a failure: a full disk is not tried with each use. */
const FLUSH_AGAIN_MS = 60_000

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
  const waiting = new Map<string, number>()
  let timer: NodeJS.Timeout | null = null

  function flushIn(ms: number): void {
    timer ??= setTimeout(() => void flush(), ms).unref()
  }

  async function flush(): Promise<void> {
    const uses = new Map(waiting)
    try {
      if (uses.size > 0) await store.touchKeys(uses)
      for (const [id, at] of uses) if (waiting.get(id) === at) waiting.delete(id)
      timer = null
      if (waiting.size > 0) flushIn(flushMs)
    } catch (error) {
      log.warn({ err: error }, 'when access keys were last used could not be kept; it is tried again in a minute')
      timer = null
      flushIn(FLUSH_AGAIN_MS)
    }
  }

  return {
    used({ id, lastUsedAt }) {
      if (waiting.has(id)) return
      // The clock may have been set back: then a last use in the future is replaced.
      if (lastUsedAt !== null && Math.abs(now() - lastUsedAt) < KEPT_TO_MS) return
      waiting.set(id, now())
      flushIn(flushMs)
    },
    lastUsedAt: ({ id, lastUsedAt }) => waiting.get(id) ?? lastUsedAt,
    async close() {
      if (timer) clearTimeout(timer)
      await flush()
      if (timer) clearTimeout(timer)
    },
  }
}
