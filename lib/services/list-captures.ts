import type { CaptureSummary } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { CapturePage } from '#lib/store/store'
import type { Owner } from './find-owner'
import { ownedBin } from './owned-bin'
import { presentSummary } from './present'

/**
 * `nextBefore` (`nextAfter` where `after` was asked) gives the next page in the same direction; null at the end of the list
 * and for the direction that was not asked. `total` counts all that the filter matches, whatever the page.
 */
export type CaptureList = { captures: CaptureSummary[]; nextBefore: number | null; nextAfter: number | null; total: number }

/** One page of a bin's captures, newest first; with `after`, oldest first. @throws what `ownedBin` throws */
export async function listCaptures(rt: Runtime, owner: Owner | null, binId: string, page: CapturePage): Promise<CaptureList> {
  const bin = await ownedBin(rt, owner, binId)
  const [found, total] = await Promise.all([
    rt.store.listCaptures(bin.key, { ...page, limit: page.limit + 1 }), // one more than asked tells whether there is a next page
    rt.store.countCaptures(bin.key, { method: page.method }),
  ])
  const captures = found.slice(0, page.limit).map((stored) => presentSummary(bin, stored))
  const next = found.length > page.limit ? captures.at(-1)!.seq : null
  const forward = page.after !== undefined
  return { captures, nextBefore: forward ? null : next, nextAfter: forward ? next : null, total }
}
