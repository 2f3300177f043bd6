import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { type CaptureSummary, VERDICTS, type Verdict } from '#lib/core/capture'
import { type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { bucketWidth } from '#lib/core/timeline/bucket-width'
import { type Feed, type FeedAction, initialFeed, nextFeed } from '#lib/feed/feed'
import {
  addAnswer,
  bucketsIn,
  EMPTY_TIMELINE,
  followRows,
  nextRange,
  type Timeline,
  type TimelineAnswer,
  type TimelineRange,
  timeSpan,
} from '#lib/feed/timeline'

const START = Date.parse('2026-05-04T12:00:00Z')

function row(seq: number, at: number): CaptureSummary {
  const method = seq % 3 === 0 ? 'GET' : 'POST'
  const sender = seq % 4 === 0 ? { provider: 'github', label: 'GitHub', event: null, summary: null } : null
  return { id: `c${seq}`, seq, method, sender, bodySize: seq, receivedAt: new Date(at).toISOString() } as CaptureSummary
}
const arrivalOf = ({ receivedAt, method, sender, signature, bodySize }: CaptureSummary) => ({
  at: Date.parse(receivedAt),
  method,
  provider: sender?.provider ?? null,
  verdict: signature?.verdict ?? null,
  bytes: bodySize,
  lagMs: 0,
})
const withoutLag = (buckets: readonly Bucket[]) => buckets.map(({ lag: _, ...rest }) => rest)

/** A server with a bin, and a page with its list and timeline. */
class Simulation {
  lastSeq = 0
  at = START
  rows = new Map<number, CaptureSummary>()
  feed: Feed
  timeline: Timeline = EMPTY_TIMELINE
  private waiting: { range: TimelineRange; asked: Feed; answer: TimelineAnswer } | null = null

  constructor(
    before: number,
    loaded: number,
    readonly seqsPerAnswer: number,
    readonly countRows: boolean,
  ) {
    this.commit(before, 700)
    const captures = this.newest().slice(0, loaded)
    const page = { captures, nextBefore: before > loaded ? captures.at(-1)!.seq : null, total: before }
    this.feed = initialFeed({ lastSeq: this.lastSeq } as Bin, page)
    this.apply({ type: 'subscribed', after: this.lastSeq, lastSeq: this.lastSeq })
    this.apply({ type: 'snapshot', epoch: this.feed.sync.epoch, page })
  }
  private newest(): CaptureSummary[] {
    return [...this.rows.values()].sort((a, b) => b.seq - a.seq)
  }
  private apply(action: FeedAction): void {
    this.feed = nextFeed(this.feed, action)
  }
  commit(count: number, stepMs: number): CaptureSummary[] {
    return Array.from({ length: count }, () => {
      this.at += stepMs
      const capture = row(++this.lastSeq, this.at)
      this.rows.set(capture.seq, capture)
      return capture
    })
  }
  capture(count: number, stepMs: number): void {
    this.apply({ type: 'captured', captures: this.commit(count, stepMs) })
  }
  delete(seq: number): void {
    if (this.rows.delete(seq)) this.apply({ type: 'deleted', seqs: [seq] })
  }
  /** Checks a stored capture with other secrets. */
  judge(seq: number, verdict: Verdict): void {
    const capture = this.rows.get(seq)
    if (!capture) return
    const signature = { verdict, scheme: 'github', secretId: 'sec_1', signedAt: null, ageSeconds: null }
    this.rows.set(seq, { ...capture, signature })
    this.apply({ type: 'updated', seq, patch: { signature } })
  }
  clear(): void {
    const throughSeq = Math.max(0, ...this.rows.keys())
    this.rows.clear()
    this.apply({ type: 'cleared', throughSeq })
  }
  follow(): void {
    this.timeline = followRows(this.timeline, this.feed, { countRows: this.countRows })
  }
  ask(): boolean {
    const range = this.waiting ? null : nextRange(this.timeline, this.feed, { lag: false, verdicts: true })
    if (!range) return false
    this.waiting = { range, asked: this.feed, answer: this.answerTo(range) }
    return true
  }
  hear(): void {
    if (!this.waiting) return
    this.timeline = addAnswer(this.timeline, this.waiting.range, this.waiting.asked, this.waiting.answer)
    this.waiting = null
  }
  /** Answers like the server; a whole range in as many calls as needed. */
  private answerTo({ before = Number.POSITIVE_INFINITY, after = 0, whole }: TimelineRange): TimelineAnswer {
    const all = this.newest()
    const inRange = all.filter(({ seq }) => seq < before && seq > after)
    const looked = whole ? inRange : inRange.slice(0, this.seqsPerAnswer)
    const times = all.map(({ receivedAt }) => Date.parse(receivedAt))
    const bucketMs = this.timeline.bucketMs ?? bucketWidth(times.at(-1) ?? 0, times[0] ?? 0)
    return {
      bucketMs,
      buckets: bucketsOf(looked.map(arrivalOf), bucketMs),
      firstAt: times.at(-1) ?? null,
      lastAt: times[0] ?? null,
      throughSeq: Math.min(before - 1, all[0]?.seq ?? 0),
      nextBefore: looked.length < inRange.length ? looked.at(-1)!.seq : null,
      unchecked: null,
    }
  }
  settle(): void {
    for (let turns = 0; turns < 500; turns += 1) {
      this.hear()
      this.follow()
      if (!this.ask()) return
    }
    throw new Error('It never stops asking.')
  }
  /** What the timeline should contain. */
  expected(): object[] {
    return withoutLag(bucketsOf(this.newest().map(arrivalOf), this.timeline.bucketMs ?? 1))
  }
}

const action = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ do: fc.constant('capture' as const), count: fc.nat(30), stepMs: fc.constantFrom(0, 10, 60_000) }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), seq: fc.integer({ min: 1, max: 80 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('judge' as const),
      seq: fc.integer({ min: 1, max: 80 }),
      verdict: fc.constantFrom(...VERDICTS),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('clear' as const) }) },
  { weight: 8, arbitrary: fc.record({ do: fc.constantFrom('follow' as const, 'ask' as const, 'hear' as const) }) },
)

test('at rest the buckets match the existing captures, whatever arrived, was deleted, was judged again or was answered late', () => {
  fc.assert(
    fc.property(
      fc.record({
        before: fc.nat(60),
        loaded: fc.integer({ min: 1, max: 50 }),
        perAnswer: fc.integer({ min: 1, max: 25 }),
        countRows: fc.boolean(),
      }),
      fc.array(action, { maxLength: 40 }),
      ({ before, loaded, perAnswer, countRows }, actions) => {
        const world = new Simulation(before, loaded, perAnswer, countRows)
        for (const each of actions) {
          if (each.do === 'capture') world.capture(each.count, each.stepMs)
          else if (each.do === 'delete') world.delete(each.seq)
          else if (each.do === 'judge') world.judge(each.seq, each.verdict)
          else world[each.do]()
        }
        world.settle()
        expect(withoutLag(bucketsIn(world.timeline))).toEqual(world.expected())
      },
    ),
    { numRuns: 400 },
  )
})

describe('live rows', () => {
  test('count at once, without a request', () => {
    const world = new Simulation(10, 10, 100, true)
    world.settle()
    world.capture(3, 10)
    world.follow()
    expect(world.ask()).toBe(false)
    expect(withoutLag(bucketsIn(world.timeline))).toEqual(world.expected())
  })

  test('are fetched if a filter is active or their lag is shown', () => {
    const filtered = new Simulation(10, 10, 100, false)
    filtered.settle()
    filtered.capture(3, 10)
    expect(nextRange(filtered.timeline, filtered.feed, { lag: false, verdicts: false })).toEqual({
      after: 10,
      before: 14,
      whole: true,
    })
    const counted = new Simulation(10, 10, 100, true)
    counted.settle()
    counted.capture(3, 10)
    counted.follow()
    expect(nextRange(counted.timeline, counted.feed, { lag: false, verdicts: false })).toBeNull()
    expect(nextRange(counted.timeline, counted.feed, { lag: true, verdicts: false })).toEqual({
      after: 10,
      before: 14,
      whole: true,
    })
  })

  test('make the buckets wider as time goes on', () => {
    const world = new Simulation(10, 10, 100, true)
    world.settle()
    const before = world.timeline.bucketMs!
    world.capture(1, 24 * 3_600_000)
    world.follow()
    expect(world.timeline.bucketMs! % before).toBe(0)
    expect(bucketsIn(world.timeline).map(({ count }) => count)).toEqual([10, 1])
  })
})

test('a deleted capture has only its own part counted again', () => {
  const world = new Simulation(60, 10, 20, true)
  world.settle()
  expect(world.timeline.parts).toHaveLength(3)
  world.delete(30)
  expect(nextRange(world.timeline, world.feed, { lag: false, verdicts: false })).toEqual({ after: 20, before: 41, whole: true })
})

test("covers the whole bin's time span while parts are still missing", () => {
  const world = new Simulation(60, 10, 20, true)
  world.ask()
  world.hear()
  const { bucketMs } = world.timeline
  expect(mergeBuckets([bucketsIn(world.timeline)], bucketMs!).length).toBeLessThan(60)
  expect(timeSpan(world.timeline)).toEqual({
    first: Math.floor((START + 700) / bucketMs!) * bucketMs!,
    last: Math.floor(world.at / bucketMs!) * bucketMs!,
  })
})
