import type { BinSecret, Checking } from '#lib/core/bin-secret'
import { AppError } from '#lib/core/errors'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import type { Runtime } from '#lib/runtime'
import type { SecretPatch, StoredSecret } from '#lib/store/secret-store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { binFor, ownedBin } from '../owned-bin'
import { openMaterial, schemeOf } from './secret-material'

/** Newest first, without their values. `checking`: progress of checking stored captures again; null: done. @throws what `binFor` throws */
export async function listSecrets(
  rt: Runtime,
  actor: Actor,
  binId: string,
): Promise<{ secrets: BinSecret[]; checking: Checking | null }> {
  const bin = await binFor(rt, 'keyReader', actor, binId)
  const [secrets, unjudged] = await Promise.all([rt.store.listSecrets(bin.key), rt.store.unjudgedCount(bin.key)])
  return {
    secrets: await Promise.all(secrets.map((secret) => shown(rt, secret))),
    checking: unjudged && { done: unjudged.total - unjudged.left, total: unjudged.total },
  }
}

/** @throws what `ownedBin` throws, `secret_not_found` */
export async function updateSecret(
  rt: Runtime,
  actor: Actor,
  binId: string,
  secretId: string,
  patch: SecretPatch,
): Promise<BinSecret> {
  const bin = await ownedBin(rt, actor, binId)
  const secret = await rt.store.updateSecret(bin.key, secretId, patch)
  if (!secret) throw secretNotFound()
  afterSecretsChanged(rt, bin)
  return shown(rt, secret)
}

/**
 * Deletes a secret with its value. If two are deleted at the same moment, a bin that requires signatures may be left without one; it then refuses
 * every request.
 * @throws what `ownedBin` throws, `secret_not_found`, `secret_needed`
 */
export async function deleteSecret(rt: Runtime, actor: Actor, binId: string, secretId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  if (bin.require?.shown.signature && (await isLast(rt, bin.key, secretId))) throw secretNeeded()
  if (!(await rt.store.deleteSecret(bin.key, secretId))) throw secretNotFound()
  afterSecretsChanged(rt, bin)
}

/** Drops cached secrets and bins, and starts to judge captures again, if another process is not faster. */
export function afterSecretsChanged(rt: Runtime, bin: Pick<StoredBin, 'id' | 'key'>): void {
  rt.openSecrets.forget(bin.key)
  rt.bins.forget(bin.id)
  rt.verdicts.wake()
}

/** `custom`: the template of the scheme `custom`. */
export function presentSecret(
  rt: Pick<Runtime, 'secretMatches'>,
  secret: StoredSecret,
  custom: CustomTemplate | null,
): BinSecret {
  const { id, scheme, label, hint, url, toleranceSeconds, createdAt } = secret
  const lastMatchedAt = rt.secretMatches.lastMatchedAt(secret)
  return {
    id,
    scheme,
    label,
    hint,
    url,
    toleranceSeconds: toleranceSeconds ?? schemeOf(scheme, custom ?? undefined)?.toleranceSeconds ?? null,
    ownTolerance: toleranceSeconds !== null,
    custom,
    createdAt: new Date(createdAt).toISOString(),
    lastMatchedAt: lastMatchedAt === null ? null : new Date(lastMatchedAt).toISOString(),
  }
}

/** Decrypts only templates. A secret that cannot be decrypted is still listed. */
async function shown(rt: Runtime, secret: StoredSecret): Promise<BinSecret> {
  const material = secret.scheme === 'custom' ? await openMaterial(rt, secret).catch(() => null) : null
  return presentSecret(rt, secret, material?.custom ?? null)
}

async function isLast(rt: Pick<Runtime, 'store'>, binKey: number, secretId: string): Promise<boolean> {
  const secrets = await rt.store.listSecrets(binKey)
  return secrets.length === 1 && secrets[0]!.id === secretId
}

function secretNeeded(): AppError {
  return new AppError(
    'secret_needed',
    'This bin requires signatures, and this is its last secret. Change what it requires first.',
  )
}

function secretNotFound(): AppError {
  return new AppError('secret_not_found', 'There is no such secret in this bin: it may have been deleted.')
}
