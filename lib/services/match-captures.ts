import type { CaptureSummary } from '#lib/core/capture'
import { type BodyView, bodyView, type Candidate, captureCandidate } from '#lib/core/filter/candidate'
import type { Filter } from '#lib/core/filter/filter'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
import { pairHeaders, type RawHeaders } from '#lib/core/headers'
import type { View } from '#lib/core/view'
import type { SearchReads, StoredBin } from '#lib/store/store'
import type { StoredCapture, StoredSummary } from '#lib/store/stored-capture'
import type { Pace } from './pace'
import { presentCapture, presentSender, presentSummary } from './present'
import { shownCapture, shownSummary } from './viewed-bin'

/** Bodies that are in memory at a time, beyond the first. */
const BODY_BYTES_PER_STEP = 4 * 1024 * 1024
/** Others who search wait for a step to end: of bodies of 1.5 KB it takes a few milliseconds. */
const ROWS_PER_STEP = 100

type Question = { store: Pick<SearchReads, 'findCaptures' | 'resentSeqs'>; bin: StoredBin; view: View }

/** A filter as it holds for one viewer at one time. */
export type Matcher = Question & { match: MatchFilter; needsDelivery: boolean }

/** `now`: milliseconds since 1970. */
export function matcherFor({ filter, now, ...question }: Question & { filter: Filter; now: number }): Matcher {
  return { ...question, match: compileFilter(filter, now), needsDelivery: filterNeeds(filter).delivery }
}

/**
 * Of these rows, those that match, a few at a time and in their order. What a row decides is decided by it; bodies are read for the
 * others only. A viewer of redacted captures searches what they are shown, so a filter tells them nothing more.
 */
export async function* capturesThatMatch(
  matcher: Matcher,
  rows: readonly StoredSummary[],
  pace: Pace,
): AsyncGenerator<readonly CaptureSummary[]> {
  for (const [index, chunk] of [...inChunks(rows)].entries()) {
    if (index > 0) await pace()
    yield await matching(matcher, chunk)
  }
}

/** Whether one capture matches, as this viewer sees it. */
export async function captureMatches(matcher: Matcher, row: StoredSummary): Promise<boolean> {
  return (await matching(matcher, [row])).length > 0
}

async function matching(matcher: Matcher, rows: readonly StoredSummary[]): Promise<CaptureSummary[]> {
  const { bin, view, match } = matcher
  const seen = rows.map((row) => ({ row, summary: shownSummary(view, presentSummary(bin, row)) }))
  const answers = seen.map(({ row, summary }) => match({ summary, ...(view.redacted ? {} : { headers: headersOf(row) }) }))
  const undecided = new Map(seen.filter((_, i) => answers[i] === null).map(({ summary }) => [summary.seq, summary]))
  const decided = await decide(matcher, undecided)
  return seen.filter(({ summary }, i) => answers[i] === true || decided.has(summary.seq)).map(({ summary }) => summary)
}

/** Of these captures, those that match when all of them is read. */
async function decide(
  { store, bin, view, match, needsDelivery }: Matcher,
  summaries: ReadonlyMap<number, CaptureSummary>,
): Promise<ReadonlySet<number>> {
  if (summaries.size === 0) return new Set()
  const seqs = [...summaries.keys()]
  const [found, resent] = await Promise.all([
    store.findCaptures(bin.key, seqs),
    needsDelivery ? store.resentSeqs(bin.key, seqs) : new Set<number>(),
  ])
  const matched = found.filter((stored) => {
    const known = { hasDelivery: () => resent.has(stored.seq) }
    const candidate = view.redacted
      ? captureCandidate(shownCapture(view, presentCapture(bin, stored)), known)
      : { ...storedCandidate(stored, summaries.get(stored.seq)!), ...known }
    return match(candidate) === true
  })
  return new Set(matched.map(({ seq }) => seq))
}

/** Straight from what is stored: nothing is made that no condition asks for. */
function storedCandidate(stored: StoredCapture, summary: CaptureSummary): Candidate {
  let view: BodyView | undefined
  return {
    summary,
    headers: headersOf(stored),
    sender: () => presentSender(stored, summary.query),
    body() {
      view ??= bodyView(stored.body, summary.contentType)
      return view
    },
  }
}

function headersOf({ rawHeaders }: StoredSummary): () => RawHeaders {
  let headers: RawHeaders | undefined
  return () => {
    headers ??= pairHeaders(rawHeaders)
    return headers
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
