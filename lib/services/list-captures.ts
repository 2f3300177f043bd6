import type { CaptureSummary } from '#lib/core/capture'
import type { Filter } from '#lib/core/filter/filter'
import type { Permission } from '#lib/core/permission'
import type { Runtime } from '#lib/runtime'
import type { SearchResult } from '#lib/scan/scan'
import type { CapturePage } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { Actor } from './actor'
import { summaryAt } from './owned-capture'
import { presentSummary } from './present'
import { captureMatches, matcherFor } from './search/match-captures'
import { shownSummaries, shownSummary, viewedBin } from './viewed-bin'

/** `filter`: only those that match it. */
export type ListQuery = CapturePage & { filter?: Filter }

/**
 * `nextBefore` (`nextAfter` with `after`) leads to the next page in the same direction; null at the end of the list and for the other
 * direction. `total` counts all that match `method`, whatever the page. With a filter it counts only this page, because a full count
 * would have to read the whole bin.
 */
export type CaptureList = { captures: CaptureSummary[]; nextBefore: number | null; nextAfter: number | null; total: number }

/** `address`: whose share of the search thread it uses. `signal`: aborted when nobody waits for it any more. */
export type SearchCaller = { address?: string | null; signal?: AbortSignal }

/** One page of a bin's captures, newest first; with `after`, oldest first. @throws what `viewedBin` and `Scan` throw */
export async function listCaptures(
  rt: Runtime,
  actor: Actor,
  binId: string,
  page: ListQuery,
  { address = null, signal }: SearchCaller = {},
): Promise<CaptureList> {
  const { bin, permission } = await viewedBin(rt, actor, binId)
  if (permission.captureSeq !== null) return listOnly(rt, bin, permission, permission.captureSeq, page)
  const { filter, ...plain } = page
  if (filter)
    return listFound(page, await rt.scan.findCaptures({ bin, permission, filter, page: plain, now: rt.now(), address }, signal))
  const [found, total] = await Promise.all([
    rt.store.listCaptures(bin.key, { ...page, limit: page.limit + 1 }), // one more than requested, to know whether there is a next page
    rt.store.countCaptures(bin.key, { method: page.method }),
  ])
  const rows = found.slice(0, page.limit).map((stored) => presentSummary(bin, stored))
  const captures = await shownSummaries(permission, rows)
  const next = found.length > page.limit ? captures.at(-1)!.seq : null
  const forward = page.after !== undefined
  return { captures, nextBefore: forward ? null : next, nextAfter: forward ? next : null, total }
}

/** A page with few captures or none may have a next one, because a search covers only part of the bin in one call. */
function listFound({ after }: ListQuery, { captures, next }: SearchResult): CaptureList {
  const forward = after !== undefined
  return { captures, nextBefore: forward ? null : next, nextAfter: forward ? next : null, total: captures.length }
}

/** A link to one capture lists that one. */
async function listOnly(rt: Runtime, bin: StoredBin, permission: Permission, seq: number, page: ListQuery): Promise<CaptureList> {
  const summary = await summaryAt(rt, bin, seq)
  const context = { store: rt.store, bin, permission, now: rt.now() }
  const isListed = async (row: StoredSummary) =>
    !page.filter || captureMatches(matcherFor({ ...context, filter: page.filter }), row)
  const isMatch = summary && matches(summary, page) && (await isListed(summary))
  const found = isMatch ? [shownSummary(permission, presentSummary(bin, summary))] : []
  return { captures: found.filter(() => inRange(seq, page)), nextBefore: null, nextAfter: null, total: found.length }
}

function matches({ method }: StoredSummary, page: CapturePage): boolean {
  return page.method === undefined || page.method === method
}

function inRange(seq: number, { before, after }: CapturePage): boolean {
  return (before === undefined || seq < before) && (after === undefined || seq > after)
}
