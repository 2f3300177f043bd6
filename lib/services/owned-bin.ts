import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { Owner } from './find-owner'
import { binExpiresAt } from './present'

const POSSIBLE_ID = /^[a-z0-9-]{1,63}$/ // anything else cannot be in the store, and some of it cannot be asked for (NUL)

/**
 * The bin, where this owner may do with it what they like: the one check that every verb that changes one begins with.
 * @throws `unauthenticated`, `bin_not_found` (unknown or expired) or `forbidden` (another owner's)
 */
export async function ownedBin(rt: Runtime, owner: Owner | null, binId: string): Promise<StoredBin> {
  if (!owner) throw unauthenticated()
  const bin = await existingBin(rt, binId)
  if (bin.ownerHash !== owner.hash) throw notYours()
  return bin
}

/** @throws `bin_not_found` (unknown or expired) */
export async function existingBin(rt: Runtime, binId: string): Promise<StoredBin> {
  const bin = POSSIBLE_ID.test(binId) ? await rt.store.findBin(binId) : null
  if (!bin || isExpired(rt, bin)) throw new AppError('bin_not_found', 'There is no such bin, or it has expired.')
  return bin
}

export function notYours(): AppError {
  return new AppError('forbidden', 'This bin belongs to another access key.')
}

/** What every call that needs an owner says to a caller without a valid key. */
export function unauthenticated(): AppError {
  return new AppError(
    'unauthenticated',
    'Send an access key, as "Authorization: Bearer ck_…" or as the cookie that making a bin sets. The one sent, if any, is unknown.',
  )
}

export function isExpired(rt: Runtime, bin: StoredBin): boolean {
  const expiresAt = binExpiresAt(rt.config, bin)
  return expiresAt !== null && expiresAt <= rt.now()
}
