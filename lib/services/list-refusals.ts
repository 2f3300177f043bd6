import { AppError } from '#lib/core/errors'
import type { Refusal } from '#lib/core/refusal'
import type { Runtime } from '#lib/runtime'
import type { Actor } from './actor'
import { viewedBin } from './viewed-bin'

/**
 * What this bin's senders were refused lately, most frequent first.
 * @throws what `viewedBin` throws, and `forbidden` if the link is to one capture
 */
export async function listRefusals(rt: Runtime, actor: Actor, binId: string): Promise<Refusal[]> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  if (permission.captureSeq !== null)
    throw new AppError('forbidden', 'This link shows only one capture, and no refused requests.')
  const counted = await rt.refusals.of(bin.key)
  return counted.map(({ lastAt, ...rest }) => ({ ...rest, lastAt: new Date(lastAt).toISOString() }))
}
