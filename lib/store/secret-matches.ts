import type { Logger } from 'pino'
import { createLateTimes } from './late-times'
import type { SecretStore, StoredSecret } from './secret-store'
import type { StoredSignature } from './stored-capture'

/** A bin gets thousands of requests a second that its secret verifies: one write a minute is for all of them. */
const FLUSH_MS = 60_000

/** When secrets last verified a request. No capture waits for it. */
export interface SecretMatches {
  /** A capture that came at `receivedAt` is stored with this verdict. */
  judged(signature: StoredSignature | null, receivedAt: number): void
  /** With what this process has not kept yet. */
  lastMatchedAt(secret: Pick<StoredSecret, 'id' | 'lastMatchedAt'>): number | null
  /** Keeps what is not kept yet. */
  close(): Promise<void>
}

export function createSecretMatches(
  store: Pick<SecretStore, 'keepMatches'>,
  log: Pick<Logger, 'warn'>,
  now: () => number,
): SecretMatches {
  const matches = createLateTimes((times) => store.keepMatches(times, now()), {
    flushMs: FLUSH_MS,
    onFailure: (error) =>
      log.warn({ err: error }, 'when secrets last verified a request could not be stored; retrying in a minute'),
  })
  return {
    judged(signature, receivedAt) {
      if (signature?.verdict !== 'valid' && signature?.verdict !== 'late') return
      const at = Math.min(receivedAt, now()) // an import says itself when it came
      if (at > (matches.get(signature.secretId) ?? Number.NEGATIVE_INFINITY)) matches.set(signature.secretId, at)
    },
    lastMatchedAt({ id, lastMatchedAt }) {
      const latest = Math.max(matches.get(id) ?? Number.NEGATIVE_INFINITY, lastMatchedAt ?? Number.NEGATIVE_INFINITY)
      return Number.isFinite(latest) ? latest : null
    },
    close: matches.close,
  }
}
