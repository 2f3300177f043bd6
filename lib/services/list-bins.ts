import type { Bin } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import { authorize, refusalOf } from './access'
import { type Actor, ownerIdOf } from './actor'
import type { Origins } from './origins'
import { isExpired } from './owned-bin'
import { presentBin } from './present'

/** The bins that this actor reads, newest activity first. @throws `unauthenticated`, `forbidden` */
export async function listBins(rt: Runtime, actor: Actor, origins: Origins): Promise<Bin[]> {
  authorize('keyReader', actor)
  const bins = await rt.store.listBins(ownerIdOf(actor)!)
  const shown = bins.filter((bin) => !isExpired(rt, bin) && refusalOf('keyReader', actor, bin) === null)
  return shown.map((bin) => presentBin(rt, bin, origins))
}
