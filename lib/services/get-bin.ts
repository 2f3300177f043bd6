import type { Bin } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import type { Origins } from './origins'
import { ownedBin } from './owned-bin'
import { presentBin } from './present'

/** @throws what `ownedBin` throws */
export async function getBin(rt: Runtime, owner: Owner | null, binId: string, origins: Origins): Promise<Bin> {
  return presentBin(rt, await ownedBin(rt, owner, binId), origins)
}
