import type { CreatedKey, KeyScope } from '#lib/core/access-key'
import { AppError } from '#lib/core/errors'
import { newAccessKey, newId } from '#lib/core/ids'
import { LIMITS } from '#lib/core/limits'
import type { Runtime } from '#lib/runtime'
import type { StoredKey } from '#lib/store/key-store'
import { authorize, unauthenticated } from '../access'
import type { Actor } from '../actor'
import { hashSecret } from '../credentials'
import { namesOf, presentKey } from './list-keys'

/**
 * `bins`: the ids of the bins that the key may read, at least one and only with scope `read`; null: all. `ttlSeconds`: without it, no
 * expiry.
 */
export type CreateKeyInput = { label: string | null; scope: KeyScope; bins: readonly string[] | null; ttlSeconds?: number }

/**
 * Another key for the actor's owner; for the operator, the first key of a new owner.
 * @throws `unauthenticated`, `forbidden`, `bin_not_found`, `keys_full`; `invalid_input` if a new owner's key would only read
 */
export async function createKey(rt: Runtime, actor: Actor, input: CreateKeyInput): Promise<CreatedKey> {
  authorize('keymaker', actor)
  if (actor.kind !== 'key') {
    if (input.scope === 'read') throw onlyReads()
    const { accessKey, key } = await createOwner(rt, input)
    return { ...presentKey(rt, key, { binIds: new Map(), currentId: null }), accessKey }
  }
  const { id: by, ownerId } = actor.key
  const binIds = namesOf(rt, await rt.store.listBins(ownerId))
  const { accessKey, key } = makeKey(rt, ownerId, { ...input, binKeys: input.bins && binKeysOf(input.bins, binIds) })
  const outcome = await rt.store.addKey(key, by, LIMITS.keysPerOwnerMax)
  if (outcome === 'revoked') throw unauthenticated()
  if (outcome === 'full') throw keysFull()
  return { ...presentKey(rt, key, { binIds, currentId: by }), accessKey }
}

/** A new owner with a first key of scope `full`. */
export async function createOwner(
  rt: Runtime,
  { label = null, ttlSeconds }: Partial<CreateKeyInput> = {},
): Promise<{ accessKey: string; key: StoredKey }> {
  const made = makeKey(rt, newId('own'), { label, ttlSeconds, scope: 'full', binKeys: null })
  const { ownerId, createdAt } = made.key
  await rt.store.addOwner({ id: ownerId, createdAt }, made.key)
  return made
}

/** Adds an owner whose first key has this hash. Returns false and adds nobody if such a key exists. */
export async function addOwner(rt: Runtime, keyHash: string, label: string): Promise<boolean> {
  const { key } = makeKey(rt, newId('own'), { label, scope: 'full', binKeys: null })
  return rt.store.addOwner({ id: key.ownerId, createdAt: key.createdAt }, { ...key, hash: keyHash })
}

type NewKey = Pick<StoredKey, 'label' | 'scope' | 'binKeys'> & { ttlSeconds?: number }

function makeKey(
  rt: Runtime,
  ownerId: string,
  { ttlSeconds, label, scope, binKeys }: NewKey,
): { accessKey: string; key: StoredKey } {
  const accessKey = newAccessKey()
  const createdAt = rt.now()
  const expiresAt = ttlSeconds === undefined ? null : createdAt + ttlSeconds * 1000
  const hash = hashSecret(accessKey)
  return { accessKey, key: { id: newId('key'), hash, ownerId, label, scope, binKeys, createdAt, lastUsedAt: null, expiresAt } }
}

/** `StoredBin.key` of each of the owner's bins. Another owner's bin counts as unknown. */
function binKeysOf(ids: readonly string[], binIds: ReadonlyMap<number, string>): number[] {
  const keys = new Map([...binIds].map(([key, id]) => [id, key]))
  return ids.map((id) => {
    const key = keys.get(id)
    if (key === undefined)
      throw new AppError('bin_not_found', `You have no bin with the id ${JSON.stringify(id)}, or it has expired.`)
    return key
  })
}

function onlyReads(): AppError {
  const message = 'must be full: the first key of a new owner creates their bins'
  return new AppError('invalid_input', 'Not accepted: scope. "errors" says why.', { errors: [{ path: 'scope', message }] })
}

function keysFull(): AppError {
  return new AppError('keys_full', `An owner has at most ${LIMITS.keysPerOwnerMax} access keys. Revoke one that is not needed.`)
}
