import type { NextStep } from './collect-matches'

/** How many captures must match: at least `min`, at most `max`; null: no maximum. */
export type Bounds = { min: number; max: number | null }

export type Expected = {
  all: readonly Bounds[]
  /** Number of filters that no capture may match. */
  noneCount: number
  /** Each of `all` counts only captures after the one that met the previous expectation. */
  inOrder: boolean
  settleMs: number
}

/** `met`: whether it is met at this moment. `seqs`: the first hundred that count. */
export type TallyResult = { met: boolean; count: number; seqs: number[] }

export type Tally = {
  /** `seqs`: those that match, for each of `all`, then for each of `none`. The same seq may be passed again. */
  add(seqs: readonly (readonly number[])[]): NextStep
  results(): TallyResult[]
  /** With `inOrder`: the last few captures that matched `all[i]` too early, and the one that met the expectation before it, or null. As seqs. */
  tooEarly(i: number): { seqs: number[]; previousMetAt: number | null }
  /** True if nothing is missing, and nothing arrived too often. */
  isSatisfied(): boolean
}

/** How many seqs are returned, and how many are remembered so that each capture counts only once. */
const SEQS_SHOWN = 100
const SEQS_KEPT = 10_000
/** As many as an answer has nearest captures. */
const TOO_EARLY_KEPT = 3

/** `counted`: ascending, except for captures that changed and match only now. `metAt`: the seq of the capture that met it. */
type Item = Bounds & { counted: Set<number>; count: number; metAt: number | null; tooEarly: number[] }

/** Counts matches until all expectations are met, or something arrived too often. */
export function createTally({ all, noneCount, inOrder, settleMs }: Expected): Tally {
  const open = (bounds: Bounds): Item => ({
    ...bounds,
    counted: new Set(),
    count: 0,
    metAt: bounds.min === 0 ? 0 : null,
    tooEarly: [],
  })
  const wanted = all.map(open)
  const forbidden = Array.from({ length: noneCount }, () => open({ min: 0, max: 0 }))
  const items = [...wanted, ...forbidden]

  function add(seqs: readonly (readonly number[])[]): NextStep {
    const arrivals = seqs.flatMap((each, i) => each.map((seq) => ({ seq, i })))
    for (const { seq, i } of arrivals.sort((a, b) => a.seq - b.seq || a.i - b.i)) count(i, seq)
    if (items.some(isBroken)) return 'enough'
    if (!wanted.every(isMet)) return 'more'
    return { settleMs }
  }

  function count(i: number, seq: number): void {
    const item = items[i]!
    if (item.counted.has(seq)) return
    if (inOrder && i < wanted.length && !isInTurn(i, seq)) {
      item.tooEarly = [...new Set([...item.tooEarly, seq])].slice(-TOO_EARLY_KEPT)
      return
    }
    if (item.counted.size < SEQS_KEPT) item.counted.add(seq)
    item.count += 1
    if (item.count === item.min) item.metAt = seq
  }

  function isInTurn(i: number, seq: number): boolean {
    const before = wanted[i - 1]
    return before === undefined || (before.metAt !== null && seq > before.metAt)
  }

  return {
    add,
    tooEarly: (i) => ({
      seqs: wanted[i]!.tooEarly.filter((seq) => !wanted[i]!.counted.has(seq)),
      previousMetAt: wanted[i - 1]?.metAt ?? null,
    }),
    isSatisfied: () => wanted.every(isMet) && !items.some(isBroken),
    results: () =>
      items.map((item) => ({
        met: isMet(item) && !isBroken(item),
        count: item.count,
        seqs: [...item.counted].slice(0, SEQS_SHOWN),
      })),
  }
}

function isMet({ metAt }: Item): boolean {
  return metAt !== null
}

function isBroken({ max, count }: Item): boolean {
  return max !== null && count > max
}
