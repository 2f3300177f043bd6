import type { CaptureSummary } from '#lib/core/capture'
import { type ErrorCode, isAppError } from '#lib/core/errors'
import type { Filter } from '#lib/core/filter/filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { captureId } from '#lib/core/ids'
import type { RefusedRequest } from '#lib/limits/limits'
import type { Runtime } from '#lib/runtime'
import type { SearchResult } from '#lib/scan/scan'
import type { StoredBin } from '#lib/store/stored-bin'
import { permissionOf } from '../access'
import type { Actor } from '../actor'
import { summaryAt } from '../owned-capture'

/** A request that arrived during the wait, but was refused or went to another bin. `at`: ISO 8601. */
export type Elsewhere =
  | { kind: 'refused'; status: number; reason: ErrorCode; binId: string; captureId?: string; at: string }
  | { kind: 'match'; binId: string; captureId: string; at: string }

export type ElsewhereQuery = { actor: Actor; bin: StoredBin; text: string; after: number | undefined; now: number }

/** How far back it searches at most, however old the bin is. */
const BACK_MS = 3_600_000
const BINS_MAX = 10
const MATCHES_PER_BIN_MAX = 3
const MATCHES_MS = 500

/**
 * Finds requests during a wait that were refused and perhaps meant for this bin, and captures in the owner's other bins that match. Empty for
 * callers that may not read all of the owner's bins.
 */
export async function findElsewhere(rt: Runtime, query: ElsewhereQuery, signal: AbortSignal): Promise<Elsewhere[]> {
  const { actor, bin } = query
  if (!readsAllBins(actor)) return []
  const since = await windowStart(rt, query)
  const [refused, matches] = await Promise.all([rt.refusals.near(bin.id, since), matchesInOthers(rt, query, since, signal)])
  return [...refused.map(presentRefused), ...matches]
}

function readsAllBins(actor: Actor): boolean {
  return actor.kind === 'job' || (actor.kind === 'key' && actor.key.binKeys === null)
}

/** A wait that continues after a capture begins when that one arrived; otherwise it begins with the call. */
async function windowStart(rt: Runtime, { bin, after, now }: ElsewhereQuery): Promise<number> {
  if (after === undefined) return now
  const last = after > 0 && after <= bin.lastSeq ? await summaryAt(rt, bin, after) : null
  return Math.max(last?.receivedAt ?? bin.createdAt, now - BACK_MS)
}

function presentRefused({ binId, status, reason, captureId, at }: RefusedRequest): Elsewhere {
  return { kind: 'refused', status, reason, binId, ...(captureId === null ? {} : { captureId }), at: new Date(at).toISOString() }
}

async function matchesInOthers(
  rt: Runtime,
  { actor, bin, text, now }: ElsewhereQuery,
  since: number,
  signal: AbortSignal,
): Promise<Elsewhere[]> {
  const bins = await rt.store.listBins(bin.ownerId)
  const others = bins.filter(({ key, lastCaptureAt }) => key !== bin.key && (lastCaptureAt ?? 0) >= since)
  const filter = sinceThen(text, since)
  const over = AbortSignal.any([signal, AbortSignal.timeout(MATCHES_MS)])
  const matches: Elsewhere[] = []
  for (const other of others.slice(0, BINS_MAX)) {
    if (over.aborted) break
    const page = { limit: MATCHES_PER_BIN_MAX }
    const found = await rt.scan
      .findCaptures({ bin: other, permission: permissionOf(actor, other), filter, page, now }, over)
      .catch(nothingFound)
    matches.push(...found.captures.map((capture) => presentMatch(other, capture)))
  }
  return matches
}

/** If too many searches are running, the wait is answered without these matches. */
function nothingFound(error: unknown): SearchResult {
  if (isAppError(error) || (error instanceof Error && error.name === 'TimeoutError')) return { captures: [], next: null }
  throw error
}

function sinceThen(text: string, since: number): Filter {
  const time: Filter = { kind: 'time', side: 'after', at: since }
  const parsed = parseFilter(text)
  if (!parsed.ok || parsed.filter.kind === 'all') return time
  const { filter } = parsed
  return { kind: 'and', parts: filter.kind === 'and' ? [...filter.parts, time] : [filter, time] }
}

function presentMatch(bin: StoredBin, { seq, receivedAt }: CaptureSummary): Elsewhere {
  return { kind: 'match', binId: bin.id, captureId: captureId(bin.captureTag, seq), at: receivedAt }
}
