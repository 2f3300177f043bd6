import type { ConnectedListener } from '#lib/live/connected-listener'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { binFor } from '../owned-bin'

/** Latest first. @throws what `binFor` throws */
export async function listListeners(rt: Runtime, actor: Actor, binId: string): Promise<readonly ConnectedListener[]> {
  const bin = await binFor(rt, 'keyReader', actor, binId)
  return rt.listeners.of(bin.id)
}
