import type { Bin } from '#lib/core/bin'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import type { Origins } from './origins'
import { summaryAt } from './owned-capture'
import { presentBin, presentSummary } from './present'
import { shownBin, viewedBin } from './viewed-bin'

/** @throws what `viewedBin` throws */
export async function getBin(rt: Runtime, actor: Actor, binId: string, origins: Origins): Promise<Bin> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  const only = permission.captureSeq === null ? null : await summaryAt(rt, bin, permission.captureSeq)
  return shownBin(permission, presentBin(rt, bin, origins), only && presentSummary(bin, only))
}
