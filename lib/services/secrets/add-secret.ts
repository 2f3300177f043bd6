import type { BinSecret } from '#lib/core/bin-secret'
import { AppError } from '#lib/core/errors'
import { newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedBin } from '../owned-bin'
import { checkMaterial } from './check-material'
import { afterSecretsChanged, presentSecret } from './manage-secrets'
import { type SecretMaterial, sealMaterial } from './secret-material'

/** `secret`, `publicKey` or both. `custom`: required with the scheme `custom`, and only allowed there. */
export type AddSecretInput = Partial<SecretMaterial> & {
  scheme: string
  label: string | null
  url: string | null
  toleranceSeconds: number | null
}

/** From this length on, the last characters of a secret hardly help to guess it. */
const HINT_FROM_CHARS = 12
const HINT_CHARS = 4

/** @throws what `ownedBin` throws, `invalid_input`, `secrets_full`, `secret_key_missing` */
export async function addSecret(rt: Runtime, actor: Actor, binId: string, input: AddSecretInput): Promise<BinSecret> {
  const bin = await ownedBin(rt, actor, binId)
  const { scheme, label, url, toleranceSeconds, secret = null, publicKey = null, custom } = input
  checkMaterial(input)
  const place = { id: newId('sec'), binKey: bin.key }
  const stored = {
    ...place,
    scheme,
    label,
    hint: hintOf(secret, publicKey),
    url,
    toleranceSeconds,
    sealed: await sealMaterial(rt, place, { secret, publicKey, ...(custom ? { custom } : {}) }),
    createdAt: rt.now(),
    lastMatchedAt: null,
  }
  if ((await rt.store.addSecret(stored, LIMITS.secretsPerBinMax)) === 'full') throw secretsFull()
  afterSecretsChanged(rt, bin)
  return presentSecret(rt, stored, custom ?? null)
}

function hintOf(secret: string | null, publicKey: string | null): string | null {
  const text = secret?.trim() ?? ''
  if (publicKey !== null || text.length < HINT_FROM_CHARS || text.includes('-----BEGIN')) return null
  return text.slice(-HINT_CHARS)
}

function secretsFull(): AppError {
  return new AppError('secrets_full', `A bin has at most ${LIMITS.secretsPerBinMax} secrets. Delete one that is not needed.`)
}
