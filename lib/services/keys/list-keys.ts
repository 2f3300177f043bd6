import type { AccessKey } from '#lib/core/access-key'
import type { Runtime } from '#lib/runtime'
import type { StoredKey } from '#lib/store/key-store'
import type { StoredBin } from '#lib/store/stored-bin'
import { authorize, refusalOf } from '../access'
import { type Actor, ownerIdOf } from '../actor'
import { isExpired } from '../owned-bin'

/**
 * All keys of the actor's owner, newest first, including expired ones. Bins of a key that the actor may not look at are left out, because
 * anyone who knows a bin's id can send to it.
 * @throws `unauthenticated`, `forbidden`
 */
export async function listKeys(rt: Runtime, actor: Actor): Promise<AccessKey[]> {
  authorize('keyReader', actor)
  const ownerId = ownerIdOf(actor)!
  const [keys, bins] = await Promise.all([rt.store.listKeys(ownerId), rt.store.listBins(ownerId)])
  const binIds = namesOf(
    rt,
    bins.filter((bin) => refusalOf('keyReader', actor, bin) === null),
  )
  const currentId = actor.kind === 'key' ? actor.key.id : null
  return keys.map((key) => presentKey(rt, key, { binIds, currentId }))
}

/** The ids of bins by `StoredBin.key`, without those that have expired. */
export function namesOf(rt: Pick<Runtime, 'config' | 'now'>, bins: readonly StoredBin[]): ReadonlyMap<number, string> {
  return new Map(bins.filter((bin) => !isExpired(rt, bin)).map(({ key, id }) => [key, id]))
}

/** `binIds`: ids of the bins that may be named. `currentId`: the key in use. */
export function presentKey(
  rt: Pick<Runtime, 'keyUses'>,
  key: StoredKey,
  { binIds, currentId }: { binIds: ReadonlyMap<number, string>; currentId: string | null },
): AccessKey {
  const lastUsedAt = rt.keyUses.lastUsedAt(key)
  return {
    id: key.id,
    label: key.label,
    scope: key.scope,
    bins: key.binKeys === null ? null : key.binKeys.flatMap((binKey) => binIds.get(binKey) ?? []),
    createdAt: isoTime(key.createdAt),
    lastUsedAt: lastUsedAt === null ? null : isoTime(lastUsedAt),
    expiresAt: key.expiresAt === null ? null : isoTime(key.expiresAt),
    current: key.id === currentId,
  }
}

function isoTime(ms: number): string {
  return new Date(ms).toISOString()
}
