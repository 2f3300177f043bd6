import type { Refusal } from '#lib/core/refusal'
import type { Runtime } from '#lib/runtime'
import type { Owner } from './find-owner'
import { ownedBin } from './owned-bin'

/** What this bin's senders were refused lately, most frequent first. @throws what `ownedBin` throws */
export async function listRefusals(rt: Runtime, owner: Owner | null, binId: string): Promise<Refusal[]> {
  const bin = await ownedBin(rt, owner, binId)
  const counted = await rt.refusals.of(bin.key)
  return counted.map(({ lastAt, ...rest }) => ({ ...rest, lastAt: new Date(lastAt).toISOString() }))
}
