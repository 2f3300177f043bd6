import { newAccessKey } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import { hashSecret, type Owner } from './find-owner'

/** Makes a key. It is shown this once; only its hash is kept. */
export async function createAccessKey(rt: Runtime): Promise<{ accessKey: string; owner: Owner }> {
  const accessKey = newAccessKey()
  const hash = hashSecret(accessKey)
  await rt.store.addAccessKey(hash, rt.now())
  return { accessKey, owner: { hash, via: 'cookie' } }
}
