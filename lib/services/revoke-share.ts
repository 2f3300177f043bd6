import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** The link stops working at once, and streams that were opened with it end. @throws what `ownedBin` throws, `share_not_found` */
export async function revokeShare(rt: Runtime, actor: Actor, binId: string, shareId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  if (!(await rt.store.deleteShare(bin.key, shareId))) {
    throw new AppError('share_not_found', 'There is no such share link on this bin: it may have been revoked, or have expired.')
  }
  rt.live.changed(bin.id, { type: 'access:changed' })
}
