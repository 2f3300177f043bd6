import type { Logger } from 'pino'
import type { SecretStore, StoredSecret } from './secret-store'
import type { StoredSignature } from './stored-capture'
import { createWriteBehind } from './write-behind'

/** A secret may verify thousands of requests a second. One write a minute covers all of them. */
const FLUSH_MS = 60_000

/** Records when secrets last verified a request. No capture waits for the write. */
export interface SecretMatches {
  /** Call for each capture that is stored with a verdict. */
  judged(signature: StoredSignature | null, receivedAt: number): void
  /** When a secret last verified a request, including what this process has not stored yet. */
  lastMatchedAt(secret: Pick<StoredSecret, 'id' | 'lastMatchedAt'>): number | null
  /** Stores what is not stored yet. */
  close(): Promise<void>
}

export function createSecretMatches(
  store: Pick<SecretStore, 'recordMatches'>,
  log: Pick<Logger, 'warn'>,
  now: () => number,
): SecretMatches {
  const matches = createWriteBehind((times) => store.recordMatches(times, now()), {
    flushMs: FLUSH_MS,
    onFailure: (error) =>
      log.warn({ err: error }, 'when secrets last verified a request could not be stored; retrying in a minute'),
  })
  return {
    judged(signature, receivedAt) {
      if (signature?.verdict !== 'valid' && signature?.verdict !== 'late') return
      const at = Math.min(receivedAt, now()) // an imported capture states its own time, which may be in the future
      if (at > (matches.get(signature.secretId) ?? Number.NEGATIVE_INFINITY)) matches.set(signature.secretId, at)
    },
    lastMatchedAt({ id, lastMatchedAt }) {
      const latest = Math.max(matches.get(id) ?? Number.NEGATIVE_INFINITY, lastMatchedAt ?? Number.NEGATIVE_INFINITY)
      return Number.isFinite(latest) ? latest : null
    },
    close: matches.close,
  }
}
