import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { ownedBin } from './owned-bin'

/** Deletes all captures of the bin, including pinned ones; seq does not restart. @throws what `ownedBin` throws */
export async function clearCaptures(rt: Runtime, actor: Actor, binId: string): Promise<void> {
  const bin = await ownedBin(rt, actor, binId)
  const throughSeq = await rt.store.clearBin(bin.key)
  rt.bins.forget(bin.id)
  rt.live.changed(bin.id, { type: 'bin:cleared', throughSeq })
}
