import type { Refusal } from '#lib/core/refusal'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { binFor } from './owned-bin'

/** What this bin's senders were refused lately, most frequent first. @throws what `binFor` throws */
export async function listRefusals(rt: Runtime, actor: Actor, binId: string): Promise<Refusal[]> {
  const bin = await binFor(rt, 'reader', actor, binId)
  const counted = await rt.refusals.of(bin.key)
  return counted.map(({ lastAt, ...rest }) => ({ ...rest, lastAt: new Date(lastAt).toISOString() }))
}
