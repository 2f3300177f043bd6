import { FULL_PERMISSION, type Permission } from '#lib/core/permission'
import type { FilterQuery, MatchQuery, MatchResult } from '#lib/scan/scan'
import type { SearchReads } from '#lib/store/store'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { FilterCache } from './filter-cache'
import { capturesThatMatch, inChunks, type MatchContext, type Matcher, prefilterFor } from './match-captures'
import { createShownRows, type ShownRows } from './shown-rows'
import { createYieldToOthers, type YieldToOthers } from './yield-to-others'

const MATCH_MS = 100
const SEQS_PER_STEP = 500

/**
 * Finds which captures match which filters, oldest first. However many callers ask, each row and each body is read and presented once.
 * For a single caller, the database leaves out rows that cannot match.
 */
export async function matchFilters(
  store: SearchReads,
  cache: FilterCache,
  { bin, filters, through, changedSeqs }: MatchQuery,
  signal: AbortSignal,
): Promise<MatchResult> {
  const startedAt = performance.now()
  const yieldToOthers = createYieldToOthers()
  const reads = sharedReads(store)
  const shownFor = shownRowsOf(bin)
  const states = filters.map((query): QueryState => ({ query, matcher: matcherOf(query), matched: [] }))
  const prefilter = prefilterOf(filters, cache)
  let at = Math.min(...filters.map(({ after }) => after))

  function matcherOf({ text, now, permission }: FilterQuery): Matcher {
    return { store: reads, bin, permission, shown: shownFor(permission), ...cache.compiled(text, now) }
  }

  if (changedSeqs.length > 0)
    await matchRows(states, await reads.findCaptures(bin.key, changedSeqs), yieldToOthers, { changed: true })
  while (at < through && !signal.aborted) {
    const scan = { seqs: SEQS_PER_STEP, after: at, prefilter: { ...prefilter, seqMax: lower(prefilter.seqMax, through) } }
    const { captures: rows, through: reached } = await store.scanCaptures(bin.key, scan)
    await matchRows(states, rows, yieldToOthers, { changed: false })
    at = reached ?? through
    const found = states.length === 1 && states[0]!.matched.length > 0
    if (found || performance.now() - startedAt > MATCH_MS) break
    await yieldToOthers()
  }
  const matched = states.map((state) => state.matched.sort((a, b) => a - b))
  return { matched, through: at }
}

type QueryState = { query: FilterQuery; matcher: Matcher; matched: number[] }

/** Matches a few rows at a time with every filter, so that only their bodies are in memory. */
async function matchRows(
  states: readonly QueryState[],
  rows: readonly StoredSummary[],
  yieldToOthers: YieldToOthers,
  { changed }: { changed: boolean },
): Promise<void> {
  for (const chunk of inChunks(rows)) {
    for (const { query, matcher, matched } of states) {
      const applicable = chunk.filter(({ seq }) => appliesTo(query, seq, changed))
      for await (const captures of capturesThatMatch(matcher, applicable, yieldToOthers))
        matched.push(...captures.map(({ seq }) => seq))
    }
    await yieldToOthers()
  }
}

function appliesTo({ after, permission }: FilterQuery, seq: number, changed: boolean): boolean {
  return (changed || seq > after) && (permission.captureSeq === null || permission.captureSeq === seq)
}

function prefilterOf(filters: readonly FilterQuery[], cache: FilterCache) {
  const [only] = filters.length === 1 ? filters : []
  const anything = { filter: { kind: 'all' as const }, now: 0, permission: FULL_PERMISSION }
  return prefilterFor(
    only ? { filter: cache.compiled(only.text, only.now).filter, now: only.now, permission: only.permission } : anything,
  )
}

function shownRowsOf(bin: MatchQuery['bin']): (permission: Permission) => ShownRows {
  const byView = new Map<string, ShownRows>()
  return ({ redacted, gate }) => {
    const key = JSON.stringify([redacted, gate])
    const rows = byView.get(key) ?? createShownRows({ bin, permission: { redacted, gate, captureSeq: null } })
    byView.set(key, rows)
    return rows
  }
}

/** Reads a capture once while it is among the most recently requested ones. */
function sharedReads(store: SearchReads): MatchContext['store'] {
  let kept = new Map<number, StoredCapture>()
  return {
    resentSeqs: store.resentSeqs,
    forwardMarks: store.forwardMarks,
    async findCaptures(binKey, seqs) {
      const missing = seqs.filter((seq) => !kept.has(seq))
      const read = missing.length === 0 ? [] : await store.findCaptures(binKey, missing)
      if (missing.length === seqs.length) kept = new Map()
      for (const capture of read) kept.set(capture.seq, capture)
      return seqs.flatMap((seq) => kept.get(seq) ?? [])
    },
  }
}

function lower(edge: number | null, other: number): number {
  return edge === null ? other : Math.min(edge, other)
}
