import type { Bin } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import type { Origins } from './origins'
import { isExpired, unauthenticated } from './owned-bin'
import { presentBin } from './present'

/** The owner's bins, newest activity first. @throws `unauthenticated` */
export async function listBins(rt: Runtime, owner: Owner | null, origins: Origins): Promise<Bin[]> {
  if (!owner) throw unauthenticated()
  const bins = await rt.store.listBins(owner.hash)
  return bins.filter((bin) => !isExpired(rt, bin)).map((bin) => presentBin(rt, bin, origins))
}
