import type { Share } from '#lib/core/share'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { ownedBin } from './owned-bin'
import { presentShare } from './present'

/** Those that still work, newest first. @throws what `ownedBin` throws */
export async function listShares(rt: Runtime, owner: Owner | null, binId: string): Promise<Share[]> {
  const bin = await ownedBin(rt, owner, binId)
  const shares = await rt.store.listShares(bin.key)
  return shares.filter(({ expiresAt }) => expiresAt > rt.now()).map((share) => presentShare(bin, share))
}
