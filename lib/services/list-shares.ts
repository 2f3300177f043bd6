import type { Share } from '#lib/core/share'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { binFor } from './owned-bin'
import { presentShare } from './present'

/** Active links only, newest first. @throws what `binFor` throws */
export async function listShares(rt: Runtime, actor: Actor, binId: string): Promise<Share[]> {
  const bin = await binFor(rt, 'keyReader', actor, binId)
  const shares = await rt.store.listShares(bin.key)
  return shares.filter(({ expiresAt }) => expiresAt > rt.now()).map((share) => presentShare(bin, share))
}
