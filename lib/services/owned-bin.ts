import { AppError } from '#lib/core/errors'
import { isPossibleBinId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/stored-bin'
import { type Access, authorize } from './access'
import type { Actor } from './actor'
import { binExpiresAt } from './present'

/**
 * The bin, if this actor may do with it what requires `access`. Every service about one bin begins with this check.
 * @throws `unauthenticated`, `bin_not_found` (unknown or expired) or `forbidden`
 */
export async function binFor(rt: Runtime, access: Access, actor: Actor, binId: string): Promise<StoredBin> {
  authorize(access, actor) // a caller who may do this to no bin must not learn which bins exist
  const bin = await existingBin(rt, binId)
  authorize(access, actor, bin)
  return bin
}

/** The bin, if this actor may change it. @throws what `binFor` throws */
export function ownedBin(rt: Runtime, actor: Actor, binId: string): Promise<StoredBin> {
  return binFor(rt, 'owner', actor, binId)
}

/** @throws `bin_not_found` (unknown or expired) */
export async function existingBin(rt: Runtime, binId: string): Promise<StoredBin> {
  const bin = isPossibleBinId(binId) ? await rt.store.findBin(binId) : null
  if (!bin || isExpired(rt, bin)) throw new AppError('bin_not_found', 'There is no such bin, or it has expired.')
  return bin
}

export function isExpired(rt: Pick<Runtime, 'config' | 'now'>, bin: StoredBin): boolean {
  const expiresAt = binExpiresAt(rt.config, bin)
  return expiresAt !== null && expiresAt <= rt.now()
}
