import { type JudgeConditions, judgeConditions } from '#lib/core/filter/conditions'
import type { WholeCandidate } from '#lib/core/filter/found-value'
import { createNearest, type NearestCaptures } from '#lib/core/filter/nearest'
import { captureId } from '#lib/core/ids'
import type { Review, ReviewQuery } from '#lib/scan/scan'
import type { ScannedCaptures, SearchReads } from '#lib/store/store'
import type { StoredSummary } from '#lib/store/stored-capture'
import type { CompiledFilter, FilterCache } from './filter-cache'
import { inChunks, prefilterFor } from './match-captures'
import { createShownRows } from './shown-rows'
import { createYieldToOthers } from './yield-to-others'

const REVIEW_MS = 300
const SEQS_PER_STEP = 100

/** Counts the captures that came, and returns which of the latest nearly matched. Readers of a redacted link get what matches as they see it. */
export async function reviewCaptures(
  store: SearchReads,
  filters: FilterCache,
  { bin, permission, now, texts, tooEarly, after, through }: ReviewQuery,
  signal: AbortSignal,
): Promise<Review> {
  const startedAt = performance.now()
  const yieldToOthers = createYieldToOthers()
  const shown = createShownRows({ bin, permission })
  const judges = texts.map(
    (text, i): Judge => ({
      ...filters.compiled(text, now),
      tooEarly: tooEarly?.[i] ?? [],
      judge: judgeConditions(text, now),
      nearest: createNearest(),
    }),
  )
  const only = permission.captureSeq
  const from = only === null ? after : Math.max(after, only - 1)
  const to = only === null ? through : Math.min(through, only)
  const prefilter = { ...prefilterFor({ filter: { kind: 'all' }, now, permission }), seqMin: from + 1 }
  const seen = from < to ? await store.countBetween(bin.key, from, to) : 0

  const isOver = () => signal.aborted || performance.now() - startedAt > REVIEW_MS

  async function judgeChunk(rows: readonly StoredSummary[]): Promise<void> {
    const summaries = new Map(rows.map((row) => [row.seq, shown.row(row).summary]))
    const seqs = [...summaries.keys()]
    const [captures, resent, marks] = await Promise.all([
      store.findCaptures(bin.key, seqs),
      store.resentSeqs(bin.key, seqs),
      store.forwardMarks(bin.key, seqs),
    ])
    for (const stored of captures) {
      if (isOver()) return
      const { seq } = stored
      const candidate = await shown.capture(stored, summaries.get(seq)!, yieldToOthers)
      judgeOne(
        { id: captureId(bin.captureTag, seq), seq },
        { ...candidate, hasDelivery: () => resent.has(seq), forwardMarks: () => marks.get(seq) ?? new Set() },
      )
      await yieldToOthers()
    }
  }

  function judgeOne(capture: { id: string; seq: number }, candidate: WholeCandidate): void {
    for (const { match, tooEarly, judge, nearest } of judges) {
      if (match(candidate) !== true || tooEarly.includes(capture.seq)) nearest.add(capture, judge(candidate))
    }
  }

  let before: number | null = seen > 0 && judges.length > 0 ? to + 1 : null
  while (before !== null && !isOver()) {
    const { captures: rows, through: reached }: ScannedCaptures = await store.scanCaptures(bin.key, {
      seqs: SEQS_PER_STEP,
      before,
      prefilter,
    })
    for (const chunk of inChunks(rows)) if (!isOver()) await judgeChunk(chunk)
    before = reached
  }
  return { seen, nearest: judges.map(({ nearest }) => nearest.list()) }
}

type Judge = CompiledFilter & { tooEarly: readonly number[]; judge: JudgeConditions; nearest: NearestCaptures }
