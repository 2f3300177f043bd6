import type { ConnectedListener } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedBin } from '../owned-bin'

/** Latest first. @throws what `ownedBin` throws */
export async function listListeners(rt: Runtime, actor: Actor, binId: string): Promise<readonly ConnectedListener[]> {
  const bin = await ownedBin(rt, actor, binId)
  return rt.listeners.of(bin.id)
}
