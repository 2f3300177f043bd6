import type { CaptureSummary } from '#lib/core/capture'
import type { Filter } from '#lib/core/filter/filter'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
import { forRedactedView, type Prefilter, toPrefilter } from '#lib/core/filter/prefilter'
import type { Permission } from '#lib/core/permission'
import type { SearchReads } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { StoredSummary } from '#lib/store/stored-capture'
import { inSlices } from './in-steps'
import { createShownRows, type ShownRows } from './shown-rows'
import { createYieldToOthers, type YieldToOthers } from './yield-to-others'

/** Bytes of bodies in memory at a time, beyond the first. */
const BODY_BYTES_PER_STEP = 4 * 1024 * 1024
/** Other searches wait for a step to end. With bodies of 1.5 KB it takes a few milliseconds. */
const ROWS_PER_STEP = 100

export type MatchContext = {
  store: Pick<SearchReads, 'findCaptures' | 'resentSeqs' | 'forwardMarks'>
  bin: StoredBin
  permission: Permission
}

const UNMARKED: ReadonlySet<string> = new Set()
const NO_MARKS: ReadonlyMap<number, ReadonlySet<string>> = new Map()

/** A filter for one reader at one time. Filters on the same rows share what is computed from those rows. */
export type Matcher = MatchContext & { match: MatchFilter; needsDelivery: boolean; needsForward: boolean; shown: ShownRows }

/** `now`: milliseconds since 1970. */
export function matcherFor({ filter, now, ...context }: MatchContext & { filter: Filter; now: number }): Matcher {
  const shown = createShownRows(context)
  const needs = filterNeeds(filter)
  return { ...context, match: compileFilter(filter, now), needsDelivery: needs.delivery, needsForward: needs.forward, shown }
}

/** The part of it that the database may check for this reader. */
export function prefilterFor({ filter, now, permission }: { filter: Filter; now: number; permission: Permission }): Prefilter {
  const prefilter = toPrefilter(filter, now)
  return permission.redacted ? forRedactedView(prefilter) : prefilter
}

/**
 * The rows that match, a few at a time and in order. Bodies are read only for rows that do not decide by themselves. A reader of redacted
 * captures searches what they are shown, so a filter reveals nothing more.
 */
export async function* capturesThatMatch(
  matcher: Matcher,
  rows: readonly StoredSummary[],
  yieldToOthers: YieldToOthers,
): AsyncGenerator<readonly CaptureSummary[]> {
  for (const [index, chunk] of [...inChunks(rows)].entries()) {
    if (index > 0) await yieldToOthers()
    yield await matching(matcher, chunk, yieldToOthers)
  }
}

/** Whether one capture matches, as this reader sees it. */
export async function captureMatches(matcher: Matcher, row: StoredSummary): Promise<boolean> {
  return (await matching(matcher, [row], createYieldToOthers())).length > 0
}

async function matching(
  matcher: Matcher,
  rows: readonly StoredSummary[],
  yieldToOthers: YieldToOthers,
): Promise<CaptureSummary[]> {
  const { match, shown } = matcher
  const seen = await inSlices(rows, shown.row, yieldToOthers)
  const answers = seen.map(match)
  const undecided = new Map(seen.filter((_, i) => answers[i] === null).map(({ summary }) => [summary.seq, summary]))
  const decided = await decide(matcher, undecided, yieldToOthers)
  return seen.filter(({ summary }, i) => answers[i] === true || decided.has(summary.seq)).map(({ summary }) => summary)
}

/** The captures that match once everything of them is read. */
async function decide(
  { store, bin, match, needsDelivery, needsForward, shown }: Matcher,
  summaries: ReadonlyMap<number, CaptureSummary>,
  yieldToOthers: YieldToOthers,
): Promise<ReadonlySet<number>> {
  if (summaries.size === 0) return new Set()
  const seqs = [...summaries.keys()]
  const [found, resent, marks] = await Promise.all([
    store.findCaptures(bin.key, seqs),
    needsDelivery ? store.resentSeqs(bin.key, seqs) : new Set<number>(),
    needsForward ? store.forwardMarks(bin.key, seqs) : NO_MARKS,
  ])
  const matched = new Set<number>()
  for (const stored of found) {
    const known = { hasDelivery: () => resent.has(stored.seq), forwardMarks: () => marks.get(stored.seq) ?? UNMARKED }
    const candidate = await shown.capture(stored, summaries.get(stored.seq)!, yieldToOthers)
    if (match({ ...candidate, ...known }) === true) matched.add(stored.seq)
  }
  return matched
}

/** A few rows at a time: limited by count, and by bytes of bodies beyond the first. */
export function* inChunks(rows: readonly StoredSummary[]): Generator<readonly StoredSummary[]> {
  let chunk: StoredSummary[] = []
  let bytes = 0
  for (const row of rows) {
    if (chunk.length === ROWS_PER_STEP || (chunk.length > 0 && bytes + row.bodySize > BODY_BYTES_PER_STEP)) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(row)
    bytes += row.bodySize
  }
  if (chunk.length > 0) yield chunk
}
