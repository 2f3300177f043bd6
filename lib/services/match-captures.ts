import { setImmediate as turn } from 'node:timers/promises'
import type { CaptureSummary } from '#lib/core/capture'
import { type BodyView, bodyView, type Candidate, captureCandidate } from '#lib/core/filter/candidate'
import type { Filter } from '#lib/core/filter/filter'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
import { pairHeaders } from '#lib/core/headers'
import type { Runtime } from '#lib/runtime'
import type { StoredBin } from '#lib/store/store'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import { presentCapture, presentSender, presentSummary } from './present'
import { shownCapture, shownSummary, type View } from './viewed-bin'

/** Bodies that are in memory at a time, beyond the first. */
const BODY_BYTES_PER_STEP = 4 * 1024 * 1024
/** Captures wait for a step to end: of bodies of 1.5 KB it takes a few milliseconds. */
const ROWS_PER_STEP = 100

/** A filter as it holds for one viewer at one time. */
export type Matcher = { rt: Runtime; bin: StoredBin; view: View; match: MatchFilter; needsDelivery: boolean }

export function matcherFor(rt: Runtime, bin: StoredBin, view: View, filter: Filter): Matcher {
  return { rt, bin, view, match: compileFilter(filter, rt.now()), needsDelivery: filterNeeds(filter).delivery }
}

/**
 * Of these rows, those that match, a few at a time and in their order. What a row decides is decided by it; bodies are read for the
 * others only. A viewer of redacted captures searches what they are shown, so a filter tells them nothing more.
 */
export async function* capturesThatMatch(
  matcher: Matcher,
  rows: readonly StoredSummary[],
): AsyncGenerator<readonly CaptureSummary[]> {
  for (const [index, chunk] of [...inChunks(rows)].entries()) {
    if (index > 0) await turn()
    yield await matching(matcher, chunk)
  }
}

/** Whether one capture matches, as this viewer sees it. */
export async function captureMatches(
  rt: Runtime,
  bin: StoredBin,
  view: View,
  filter: Filter,
  row: StoredSummary,
): Promise<boolean> {
  return (await matching(matcherFor(rt, bin, view, filter), [row])).length > 0
}

async function matching(matcher: Matcher, rows: readonly StoredSummary[]): Promise<CaptureSummary[]> {
  const { bin, view, match } = matcher
  const summaries = rows.map((row) => shownSummary(view, presentSummary(bin, row)))
  const answers = summaries.map((summary) => match({ summary }))
  const undecided = summaries.filter((_, i) => answers[i] === null).map(({ seq }) => seq)
  const decided = await decide(matcher, undecided)
  return summaries.filter(({ seq }, i) => answers[i] === true || decided.has(seq))
}

/** Of these captures, those that match when all of them is read. */
async function decide({ rt, bin, view, match, needsDelivery }: Matcher, seqs: readonly number[]): Promise<ReadonlySet<number>> {
  if (seqs.length === 0) return new Set()
  const [found, resent] = await Promise.all([
    rt.store.findCaptures(bin.key, seqs),
    needsDelivery ? rt.store.resentSeqs(bin.key, seqs) : new Set<number>(),
  ])
  const matched = found.filter((stored) => {
    const known = { hasDelivery: () => resent.has(stored.seq) }
    const candidate = view.redacted
      ? captureCandidate(shownCapture(view, presentCapture(bin, stored)), known)
      : { ...storedCandidate(bin, stored), ...known }
    return match(candidate) === true
  })
  return new Set(matched.map(({ seq }) => seq))
}

/** Straight from what is stored: nothing is made that no condition asks for. */
function storedCandidate(bin: StoredBin, stored: StoredCapture): Candidate {
  const summary = presentSummary(bin, stored)
  let view: BodyView | undefined
  return {
    summary,
    headers: () => pairHeaders(stored.rawHeaders),
    sender: () => presentSender(stored, summary.query),
    body() {
      view ??= bodyView(stored.body, summary.contentType)
      return view
    },
  }
}

function* inChunks(rows: readonly StoredSummary[]): Generator<readonly StoredSummary[]> {
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
