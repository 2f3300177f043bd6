import type { Logger } from 'pino'
import type { JudgingSecret } from '#lib/signatures/judge'
import type { SecretStore, StoredSecret } from '#lib/store/secret-store'
import type { StoredBin } from '#lib/store/stored-bin'

/** Decrypted secrets of bins. */
export type OpenSecrets = {
  /** Newest first, without those that cannot be decrypted. */
  of(bin: BinOfSecrets): Promise<readonly JudgingSecret[]>
  /** Call when this process changed secrets of the bin. */
  forget(binKey: number): void
}

/** It takes at most this long to see a change by another process. */
const FRESH_MS = 1_000
const BINS_MAX = 1_000

/** `secretsVersion`: as the caller knows it. The secrets returned are at least that new; without it, they are at most a second old. */
type BinOfSecrets = Pick<StoredBin, 'key'> & Partial<Pick<StoredBin, 'secretsVersion'>>
type Entry = { at: number; version: number | undefined; secrets: Promise<readonly JudgingSecret[]> }

/** Caches the secrets of each bin for a second, so that a request costs no query. Concurrent lookups share one query. */
export function createOpenSecrets(
  store: Pick<SecretStore, 'listSecrets'>,
  open: (secret: StoredSecret) => Promise<JudgingSecret | null>,
  log: Pick<Logger, 'warn'>,
  now: () => number,
): OpenSecrets {
  const entries = new Map<number, Entry>()
  const unopened = new Set<string>()

  async function lookUp(binKey: number): Promise<readonly JudgingSecret[]> {
    const stored = await store.listSecrets(binKey)
    const opened = await Promise.all(stored.map(openOrWarn))
    return opened.filter((secret) => secret !== null)
  }

  async function openOrWarn(secret: StoredSecret): Promise<JudgingSecret | null> {
    try {
      return await open(secret)
    } catch (error) {
      if (unopened.size < BINS_MAX && !unopened.has(secret.id)) {
        unopened.add(secret.id)
        log.warn({ err: error, secretId: secret.id }, 'a secret of a bin cannot be decrypted, so it verifies nothing')
      }
      return null
    }
  }

  return {
    of({ key: binKey, secretsVersion: version }) {
      const before = entries.get(binKey)
      if (before && (version === undefined || before.version === version) && now() - before.at < FRESH_MS) return before.secrets
      const entry: Entry = { at: now(), version, secrets: lookUp(binKey) }
      entry.secrets.catch(() => {
        if (entries.get(binKey) === entry) entries.delete(binKey)
      })
      entries.delete(binKey)
      entries.set(binKey, entry)
      if (entries.size > BINS_MAX) entries.delete(entries.keys().next().value!)
      return entry.secrets
    },
    forget: (binKey) => void entries.delete(binKey),
  }
}
