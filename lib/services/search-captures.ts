import { setImmediate as turn } from 'node:timers/promises'
import type { CaptureSummary } from '#lib/core/capture'
import { captureCandidate } from '#lib/core/filter/candidate'
import type { Filter } from '#lib/core/filter/filter'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
import { indexable } from '#lib/core/filter/prefilter'
import type { Runtime } from '#lib/runtime'
import type { CapturePage, CaptureScan, StoredBin } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import { presentCapture, presentSummary } from './present'
import { shownCapture, shownSummary, type View } from './viewed-bin'

/** What was found, in the order of the list; `next`: the seq from which the search goes on, null where all was looked through. */
export type Found = { captures: CaptureSummary[]; next: number | null }

/** One call looks for about so long, then says how far it came. */
const SEARCH_MS = 200
const SEQS_PER_STEP = 500
/** Bodies that are in memory at a time, beyond the first. */
const BODY_BYTES_PER_STEP = 4 * 1024 * 1024

/**
 * Looks through a bin in steps of a few milliseconds, so that captures do not wait. What a row decides is decided by it; bodies are
 * read for the others only. A viewer of redacted captures searches what they are shown, so a filter tells them nothing more.
 */
export async function searchCaptures(
  rt: Runtime,
  bin: StoredBin,
  view: View,
  filter: Filter,
  { limit, before, after, method }: CapturePage,
): Promise<Found> {
  const now = rt.now()
  const search: Search = { rt, bin, view, match: compileFilter(filter, now), needsDelivery: filterNeeds(filter).delivery }
  const prefilter = withMethod(indexable(filter, now), method)
  const forward = after !== undefined
  const captures: CaptureSummary[] = []
  for (let at = forward ? after : before; ; await turn()) {
    const scan: CaptureScan = { seqs: SEQS_PER_STEP, prefilter, ...(forward ? { after: at } : { before: at }) }
    const { captures: rows, through } = await rt.store.scanCaptures(bin.key, scan)
    for (const chunk of inChunks(rows)) {
      captures.push(...(await matching(search, chunk)))
      if (captures.length > limit) return { captures: captures.slice(0, limit), next: captures[limit - 1]!.seq }
    }
    if (through === null) return { captures, next: null }
    at = through
    if (rt.now() - now > SEARCH_MS) return { captures, next: at }
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
  const match = compileFilter(filter, rt.now())
  const search: Search = { rt, bin, view, match, needsDelivery: filterNeeds(filter).delivery }
  return (await matching(search, [row])).length > 0
}

type Search = { rt: Runtime; bin: StoredBin; view: View; match: MatchFilter; needsDelivery: boolean }

async function matching(search: Search, rows: readonly StoredSummary[]): Promise<CaptureSummary[]> {
  const { bin, view, match } = search
  const summaries = rows.map((row) => shownSummary(view, presentSummary(bin, row)))
  const answers = summaries.map((summary) => match({ summary }))
  const undecided = summaries.filter((_, i) => answers[i] === null).map(({ seq }) => seq)
  const decided = await decide(search, undecided)
  return summaries.filter(({ seq }, i) => answers[i] === true || decided.has(seq))
}

/** Of these captures, those that match when all of them is read. */
async function decide({ rt, bin, view, match, needsDelivery }: Search, seqs: readonly number[]): Promise<ReadonlySet<number>> {
  if (seqs.length === 0) return new Set()
  const [found, resent] = await Promise.all([
    rt.store.findCaptures(bin.key, seqs),
    needsDelivery ? rt.store.resentSeqs(bin.key, seqs) : new Set<number>(),
  ])
  const matched = found.filter((stored) => {
    const capture = shownCapture(view, presentCapture(bin, stored))
    return match(captureCandidate(capture, { hasDelivery: () => resent.has(stored.seq) })) === true
  })
  return new Set(matched.map(({ seq }) => seq))
}

function* inChunks(rows: readonly StoredSummary[]): Generator<readonly StoredSummary[]> {
  let chunk: StoredSummary[] = []
  let bytes = 0
  for (const row of rows) {
    if (chunk.length > 0 && bytes + row.bodySize > BODY_BYTES_PER_STEP) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(row)
    bytes += row.bodySize
  }
  if (chunk.length > 0) yield chunk
}

function withMethod(prefilter: CaptureScan['prefilter'], method: string | undefined): CaptureScan['prefilter'] {
  if (method === undefined) return prefilter
  return { ...prefilter, methods: prefilter.methods?.filter((each) => each === method) ?? [method] }
}
