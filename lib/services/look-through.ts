import type { View } from '#lib/core/view'
import type { AskedFilter, Looked, WantedLook } from '#lib/scan/scan'
import type { SearchReads } from '#lib/store/store'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { FilterCache } from './filter-cache'
import { capturesThatMatch, inChunks, type Matcher, prefilterFor, type Question } from './match-captures'
import { createPace, type Pace } from './pace'
import { createShownRows, type ShownRows } from './shown-rows'

const LOOK_MS = 100
const SEQS_PER_STEP = 500

/**
 * Finds which captures match which filters, oldest first. However many callers ask, each row and each body is read and presented once.
 * For a single caller, the database leaves out rows that cannot match.
 */
export async function lookThrough(
  store: SearchReads,
  filters: FilterCache,
  { bin, asked, through, again }: WantedLook,
  signal: AbortSignal,
): Promise<Looked> {
  const startedAt = performance.now()
  const pace = createPace()
  const reads = sharedReads(store)
  const shownFor = shownRowsOf(bin)
  const askers = asked.map((each): Asker => ({ asked: each, matcher: matcherOf(each), matched: [] }))
  const prefilter = prefilterOf(asked, filters)
  let at = Math.min(...asked.map(({ after }) => after))

  function matcherOf({ text, now, view }: AskedFilter): Matcher {
    return { store: reads, bin, view, shown: shownFor(view), ...filters.compiled(text, now) }
  }

  if (again.length > 0) await ask(askers, await reads.findCaptures(bin.key, again), pace, { again: true })
  while (at < through && !signal.aborted) {
    const scan = { seqs: SEQS_PER_STEP, after: at, prefilter: { ...prefilter, seqMax: lower(prefilter.seqMax, through) } }
    const { captures: rows, through: reached } = await store.scanCaptures(bin.key, scan)
    await ask(askers, rows, pace, { again: false })
    at = reached ?? through
    const found = askers.length === 1 && askers[0]!.matched.length > 0
    if (found || performance.now() - startedAt > LOOK_MS) break
    await pace()
  }
  const matched = askers.map((asker) => asker.matched.sort((a, b) => a - b))
  return { matched, through: at }
}

type Asker = { asked: AskedFilter; matcher: Matcher; matched: number[] }

/** Asks each filter about a few rows at a time, so that only their bodies are in memory. */
async function ask(
  askers: readonly Asker[],
  rows: readonly StoredSummary[],
  pace: Pace,
  { again }: { again: boolean },
): Promise<void> {
  for (const chunk of inChunks(rows)) {
    for (const { asked, matcher, matched } of askers) {
      const theirs = chunk.filter(({ seq }) => isFor(asked, seq, again))
      for await (const captures of capturesThatMatch(matcher, theirs, pace)) matched.push(...captures.map(({ seq }) => seq))
    }
    await pace()
  }
}

function isFor({ after, view }: AskedFilter, seq: number, again: boolean): boolean {
  return (again || seq > after) && (view.captureSeq === null || view.captureSeq === seq)
}

function prefilterOf(asked: readonly AskedFilter[], filters: FilterCache) {
  const [only] = asked.length === 1 ? asked : []
  const anything = { filter: { kind: 'all' as const }, now: 0, view: { redacted: false, captureSeq: null } }
  return prefilterFor(only ? { filter: filters.compiled(only.text, only.now).filter, now: only.now, view: only.view } : anything)
}

function shownRowsOf(bin: WantedLook['bin']): (view: View) => ShownRows {
  const whole = createShownRows({ bin, view: { redacted: false, captureSeq: null } })
  const redacted = createShownRows({ bin, view: { redacted: true, captureSeq: null } })
  return (view) => (view.redacted ? redacted : whole)
}

/** Reads a capture once while it is among the most recently requested ones. */
function sharedReads(store: SearchReads): Question['store'] {
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
