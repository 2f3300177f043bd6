import type { CaptureSummary } from '#lib/core/capture'
import type { Runtime } from '#lib/runtime'
import type { CapturePage, StoredBin } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { Viewer } from './find-viewer'
import { summaryAt } from './owned-capture'
import { presentSummary } from './present'
import { shownSummary, type View, viewedBin } from './viewed-bin'

/**
 * `nextBefore` (`nextAfter` where `after` was asked) gives the next page in the same direction; null at the end of the list
 * and for the direction that was not asked. `total` counts all that the filter matches, whatever the page.
 */
export type CaptureList = { captures: CaptureSummary[]; nextBefore: number | null; nextAfter: number | null; total: number }

/** One page of a bin's captures, newest first; with `after`, oldest first. @throws what `viewedBin` throws */
export async function listCaptures(rt: Runtime, viewer: Viewer | null, binId: string, page: CapturePage): Promise<CaptureList> {
  const { bin, view } = await viewedBin(rt, viewer, binId)
  if (view.captureSeq !== null) return listOnly(rt, bin, view, view.captureSeq, page)
  const [found, total] = await Promise.all([
    rt.store.listCaptures(bin.key, { ...page, limit: page.limit + 1 }), // one more than asked tells whether there is a next page
    rt.store.countCaptures(bin.key, { method: page.method }),
  ])
  const captures = found.slice(0, page.limit).map((stored) => shownSummary(view, presentSummary(bin, stored)))
  const next = found.length > page.limit ? captures.at(-1)!.seq : null
  const forward = page.after !== undefined
  return { captures, nextBefore: forward ? null : next, nextAfter: forward ? next : null, total }
}

/** A link to one capture lists that one. */
async function listOnly(rt: Runtime, bin: StoredBin, view: View, seq: number, page: CapturePage): Promise<CaptureList> {
  const summary = await summaryAt(rt, bin, seq)
  const found = summary && matches(summary, page) ? [shownSummary(view, presentSummary(bin, summary))] : []
  return { captures: found.filter(() => inRange(seq, page)), nextBefore: null, nextAfter: null, total: found.length }
}

function matches({ method }: StoredSummary, page: CapturePage): boolean {
  return page.method === undefined || page.method === method
}

function inRange(seq: number, { before, after }: CapturePage): boolean {
  return (before === undefined || seq < before) && (after === undefined || seq > after)
}
