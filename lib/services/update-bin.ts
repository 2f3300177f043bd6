import { type Bin, DEFAULT_RESPONSE } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import type { BinPatch, StoredBin } from '#lib/store/store'
import type { BinWish } from './create-bin'
import type { Owner } from './find-owner'
import type { Origins } from './origins'
import { ownedBin } from './owned-bin'
import { presentBin } from './present'

/**
 * Changes what is given and leaves the rest, inside `response` too. null clears: no name, the operator's lifetime, the default reply.
 * `ttlSeconds` counts from now. @throws what `ownedBin` throws
 */
export async function updateBin(
  rt: Runtime,
  owner: Owner | null,
  binId: string,
  wish: Omit<BinWish, 'id'>,
  origins: Origins,
): Promise<Bin> {
  const before = await ownedBin(rt, owner, binId)
  const patch = toPatch(rt, before, wish)
  if (Object.keys(patch).length === 0) return presentBin(rt, before, origins)
  const bin = presentBin(rt, await rt.store.updateBin(before.key, patch), origins)
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'bin:updated', bin })
  return bin
}

function toPatch(rt: Runtime, before: StoredBin, { name, ttlSeconds, response }: Omit<BinWish, 'id'>): BinPatch {
  return {
    ...(name === undefined ? {} : { name }),
    ...(ttlSeconds === undefined ? {} : { fixedExpiresAt: ttlSeconds === null ? null : rt.now() + ttlSeconds * 1000 }),
    ...(response === undefined ? {} : { response: response === null ? DEFAULT_RESPONSE : { ...before.response, ...response } }),
  }
}
