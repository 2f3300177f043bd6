import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** When this resolves, the bin, its captures and deliveries no longer exist for any reader. @throws what `ownedBin` throws */
export async function deleteBin(rt: Runtime, actor: Actor, binId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  await rt.store.deleteBin(bin.key)
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'bin:deleted' })
}
