import { newAccessKey } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import { hashSecret, type Owner } from './find-owner'
import { unauthenticated } from './owned-bin'

/**
 * A new key for the same bins. The old one is unknown from then on, and streams that were opened with it end. Share links stay.
 * @throws `unauthenticated`, also where the key was replaced meanwhile
 */
export async function rotateAccessKey(rt: Runtime, owner: Owner | null): Promise<string> {
  if (!owner) throw unauthenticated()
  const accessKey = newAccessKey()
  const hash = hashSecret(accessKey)
  if (!(await rt.store.replaceAccessKey(owner.hash, hash, rt.now()))) throw unauthenticated()
  for (const { id } of await rt.store.listBins(hash)) rt.live.changed(id, { type: 'access:changed' })
  return accessKey
}
