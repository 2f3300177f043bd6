import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** The bin, its captures and deliveries are gone for every reader when this resolves. @throws what `ownedBin` throws */
export async function deleteBin(rt: Runtime, actor: Actor, binId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  await rt.store.deleteBin(bin.key)
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'bin:deleted' })
}
