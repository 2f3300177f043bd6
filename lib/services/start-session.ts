import type { Runtime } from '#lib/runtime'
import { findKeyOwner, type Owner } from './find-owner'
import { unauthenticated } from './owned-bin'

/** Another browser takes over the bins of a key. @throws `unauthenticated` where the key is unknown */
export async function startSession(rt: Runtime, accessKey: string): Promise<Owner> {
  const owner = await findKeyOwner(rt, { key: accessKey, via: 'cookie' })
  if (!owner) throw unauthenticated()
  return owner
}
