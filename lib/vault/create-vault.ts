import type { Logger } from 'pino'
import { AppError } from '#lib/core/errors'
import { createKeyFile, readKeyFile } from './key-file'
import { keyIdOf, type SealingKey, seal, sealingKey, unseal } from './seal'
import type { Vault } from './vault'

export type VaultOptions = {
  /** The keys of `CREEL_SECRET_KEY`: the first encrypts, the others only decrypt. */
  keys: readonly Uint8Array[]
  /**
   * File with a key, next to an SQLite database; null for PostgreSQL. If `keys` is empty, this key encrypts, and is created when it is first
   * needed; otherwise it only decrypts.
   */
  keyFile: string | null
}

export function createVault({ keys, keyFile }: VaultOptions, log: Pick<Logger, 'warn' | 'info'>): Vault {
  const configured = keys.map(sealingKey)
  let inFile: SealingKey | null = null
  let reading: Promise<SealingKey | null> | null = null

  /** Reads the file until there is a key in it; a missing file may appear later. */
  async function fileKey(): Promise<SealingKey | null> {
    if (inFile || keyFile === null) return inFile
    reading ??= readFileKey(keyFile).finally(() => {
      reading = null
    })
    return reading
  }

  async function readFileKey(file: string): Promise<SealingKey | null> {
    const found = await readKeyFile(file)
    if (!found) return null
    if (found.shared)
      log.warn({ file }, 'the key that encrypts the secrets of bins can be read by others on this machine: chmod 600')
    inFile = sealingKey(found.bytes)
    return inFile
  }

  async function firstKey(): Promise<SealingKey | null> {
    return configured[0] ?? (await fileKey())
  }

  async function keyToSeal(): Promise<SealingKey> {
    const first = await firstKey()
    if (first) return first
    if (keyFile === null) throw keyMissing('Secrets are stored encrypted, and this server has no key for that.')
    await createKeyFile(keyFile)
    log.info({ file: keyFile }, 'created the key that encrypts the secrets of bins; include it in backups')
    return (await fileKey())!
  }

  return {
    seal: async (text, context) => seal(await keyToSeal(), text, context),
    async open(sealed, context) {
      const id = keyIdOf(sealed)
      const key = configured.find((each) => each.id === id) ?? (await fileKey())
      if (key?.id !== id) throw keyMissing('The key that this secret was encrypted with is missing.')
      return unseal(key, sealed, context)
    },
    isStale: async (sealed) => {
      const first = await firstKey()
      return first !== null && keyIdOf(sealed) !== first.id
    },
  }
}

function keyMissing(why: string): AppError {
  return new AppError('secret_key_missing', `${why} The operator sets CREEL_SECRET_KEY to 32 random bytes in base64 or hex.`)
}
