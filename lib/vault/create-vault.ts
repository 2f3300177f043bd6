import type { Logger } from 'pino'
import { AppError } from '#lib/core/errors'
import { createKeyFile, readKeyFile } from './key-file'
import { keyIdOf, type SealingKey, seal, sealingKey, unseal } from './seal'
import type { Vault } from './vault'

export type VaultOptions = {
  /** Those of `CREEL_SECRET_KEY`: the first seals, the others only open. */
  keys: readonly Uint8Array[]
  /** Beside an SQLite database: its key only opens where `keys` holds one, else it seals, and is made when it is first needed. null: there is none. */
  keyFile: string | null
}

export function createVault({ keys, keyFile }: VaultOptions, log: Pick<Logger, 'warn' | 'info'>): Vault {
  const configured = keys.map(sealingKey)
  let inFile: SealingKey | null = null
  let reading: Promise<SealingKey | null> | null = null

  /** Read once; a file that is not there yet may be later. */
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
      log.warn({ file }, 'the key that seals the secrets of bins can be read by others on this machine: chmod 600')
    inFile = sealingKey(found.bytes)
    return inFile
  }

  async function firstKey(): Promise<SealingKey | null> {
    return configured[0] ?? (await fileKey())
  }

  async function keyToSeal(): Promise<SealingKey> {
    const first = await firstKey()
    if (first) return first
    if (keyFile === null) throw keyMissing('Secrets are kept sealed, and this server has no key for that.')
    await createKeyFile(keyFile)
    log.info({ file: keyFile }, 'made the key that seals the secrets of bins; a backup needs it too')
    return (await fileKey())!
  }

  return {
    seal: async (text, place) => seal(await keyToSeal(), text, place),
    async open(sealed, place) {
      const id = keyIdOf(sealed)
      const key = configured.find((each) => each.id === id) ?? (await fileKey())
      if (key?.id !== id) throw keyMissing('The key that this secret was sealed with is not here any more.')
      return unseal(key, sealed, place)
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
