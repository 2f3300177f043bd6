import { type Bin, binUpdate, DEFAULT_RESPONSE } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import type { BinPatch, StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'
import type { CreateBinInput } from './create-bin'
import { sealRequire } from './gate/seal-require'
import type { Origins } from './origins'
import { ownedBin } from './owned-bin'
import { presentBin } from './present'

/**
 * Changes the given fields and keeps the others, also inside `response`; `require` is replaced as a whole. null resets a field: no name, the
 * operator's lifetime, the default reply, nothing required. `ttlSeconds` counts from now. @throws what `ownedBin` and `sealRequire` throw
 */
export async function updateBin(
  rt: Runtime,
  actor: Actor,
  binId: string,
  input: Omit<CreateBinInput, 'id'>,
  origins: Origins,
): Promise<Bin> {
  const before = await ownedBin(rt, actor, binId)
  return patchBin(rt, before, await toPatch(rt, before, input), origins)
}

/** Changes a bin that the caller may change, and notifies watchers. @throws `bin_not_found` */
export async function patchBin(rt: Runtime, before: StoredBin, patch: BinPatch, origins: Origins): Promise<Bin> {
  if (Object.keys(patch).length === 0) return presentBin(rt, before, origins)
  const bin = presentBin(rt, await rt.store.updateBin(before.key, patch), origins)
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'bin:updated', bin: binUpdate(bin) })
  return bin
}

async function toPatch(
  rt: Runtime,
  before: StoredBin,
  { name, ttlSeconds, response, require }: Omit<CreateBinInput, 'id'>,
): Promise<BinPatch> {
  return {
    ...(name === undefined ? {} : { name }),
    ...(ttlSeconds === undefined ? {} : { fixedExpiresAt: ttlSeconds === null ? null : rt.now() + ttlSeconds * 1000 }),
    ...(response === undefined ? {} : { response: response === null ? DEFAULT_RESPONSE : { ...before.response, ...response } }),
    ...(require === undefined ? {} : { require: require && (await sealRequire(rt, before, require)) }),
  }
}
