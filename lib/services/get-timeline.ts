import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { TimelinePage, TimelineQuery } from '#lib/scan/scan'
import type { Actor } from './actor'
import { viewedBin } from './viewed-bin'

export type GetTimelineInput = Pick<TimelineQuery, 'bucketMs' | 'before' | 'after' | 'filter'>

/**
 * Counts captures over time, newest first. `address`: whose share of the search thread it uses. `signal`: aborted when nobody waits for
 * it any more.
 * @throws what `viewedBin` and `Scan` throw, and `forbidden` if the link is to one capture
 */
export async function getTimeline(
  rt: Runtime,
  actor: Actor,
  binId: string,
  query: GetTimelineInput,
  { address, signal }: { address: string; signal: AbortSignal },
): Promise<TimelinePage> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  if (permission.captureSeq !== null)
    throw new AppError('forbidden', 'This link shows only one capture. It does not say when others arrived.')
  return rt.scan.countTimeline({ ...query, bin, permission, now: rt.now(), address }, signal)
}
