import { expect, test } from 'vitest'
import type { Bucket } from '#lib/core/timeline/bucket'
import { barsOf, hasVerdicts } from '@/components/timeline/bars'
import { bucketLines, rangeText, valueText } from '@/components/timeline/bucket-text'
import { readTimelinePreferences, timelineCookie } from '@/components/timeline/preferences'
import { type Slots, slotAt, slotRange, slotsOf } from '@/components/timeline/slots'

function bucket(part: Partial<Bucket>): Bucket {
  return { at: 0, count: 1, methods: {}, providers: {}, verdicts: {}, bytes: 0, bytesMax: 0, lag: null, ...part }
}
const NAMES = new Map([['github', 'GitHub']])
const labels = ({ groups }: ReturnType<typeof barsOf>) => groups.map(({ label }) => label)

test('by method: in a fixed order, with the rare ones combined', () => {
  const shown = barsOf([bucket({ count: 6, methods: { GET: 1, POST: 2, PURGE: 2, LINK: 1 } })], 'arrivals', 'method', NAMES)
  expect(labels(shown)).toEqual(['POST', 'GET', 'Other'])
  expect(shown.bars[0]!.values).toEqual([2, 1, 3])
  expect(shown.max).toBe(6)
})

test('by sender: the five most frequent, the others, and the unknown; together all captures', () => {
  const providers = { a: 1, b: 2, c: 3, d: 4, e: 5, github: 6, f: 1, __proto__: 9 }
  const shown = barsOf([bucket({ count: 30, providers })], 'arrivals', 'provider', NAMES)
  expect(labels(shown)).toEqual(['GitHub', 'e', 'd', 'c', 'b', 'Other senders', 'Unknown sender'])
  expect(shown.bars[0]!.values).toEqual([6, 5, 4, 3, 2, 2, 8])
})

test('by verdict: in a fixed order, and the unchecked; together all captures', () => {
  const shown = barsOf([bucket({ count: 9, verdicts: { missing: 1, valid: 4, invalid: 2 } })], 'arrivals', 'verdict', NAMES)
  expect(labels(shown)).toEqual(['Valid', 'Invalid', 'Missing', 'Not checked'])
  expect(shown.bars[0]!.values).toEqual([4, 2, 1, 2])
  expect(labels(barsOf([bucket({ verdicts: { late: 1 } })], 'arrivals', 'verdict', NAMES))).toEqual(['Late'])
  expect([hasVerdicts([bucket({})]), hasVerdicts([bucket({}), bucket({ verdicts: { late: 1 } })])]).toEqual([false, true])
})

test('sizes and lag: mean and maximum, and no bar without a lag', () => {
  expect(barsOf([bucket({ count: 4, bytes: 40, bytesMax: 25 })], 'sizes', 'method', NAMES).bars[0]!.values).toEqual([10, 15])
  const lag = { count: 2, sumMs: 300, maxMs: 200 }
  const shown = barsOf([bucket({ lag }), bucket({ at: 5 })], 'lag', 'method', NAMES)
  expect(shown.bars.map(({ values }) => values)).toEqual([
    [150, 50],
    [0, 0],
  ])
  expect(shown.max).toBe(200)
  expect(barsOf([], 'lag', 'method', NAMES)).toMatchObject({ bars: [], max: 0 })
})

test('describes a bar', () => {
  const sized = bucket({ count: 2, bytes: 3072, bytesMax: 2048 })
  const { groups, bars } = barsOf([sized], 'sizes', 'method', NAMES)
  expect(bucketLines(sized, 'sizes', groups, bars[0]!.values).map(({ label, value }) => `${label} ${value}`)).toEqual([
    'Mean 1.5 KB',
    'Largest 2.0 KB',
    'Total 3.0 KB',
  ])
  expect(bucketLines(null, 'sizes', groups, [])).toEqual([])
  expect([valueText('lag', 20), valueText('lag', 90_000), valueText('arrivals', 1200)]).toEqual(['20 ms', '1 min', '1,200'])
})

test('describes a range as briefly as possible', () => {
  const at = (text: string) => new Date(text).getTime() // in the browser's time zone
  const text = (from: string, to: string) => rangeText(at(from), at(to))
  expect(text('2026-05-04T12:00', '2026-05-04T12:05')).toBe('2026-05-04 12:00 – 12:05')
  expect(text('2026-05-04T12:00:00', '2026-05-04T12:00:05')).toBe('2026-05-04 12:00:00 – 12:00:05')
  expect(text('2026-05-04T12:00:00.100', '2026-05-04T12:00:00.200')).toBe('2026-05-04 12:00:00.100 – 12:00:00.200')
  expect(text('2026-05-04T23:00', '2026-05-05T00:00')).toBe('2026-05-04 23:00 – 2026-05-05 00:00')
})

test('the cookie restores the choice, and an invalid one the default', () => {
  const chosen = { shown: false, metric: 'lag', colourBy: 'provider' } as const
  expect(readTimelinePreferences(/=([^;]+)/.exec(timelineCookie(chosen))![1])).toEqual(chosen)
  for (const cookie of [undefined, '', 'x.y.z', '....', 'shown.__proto__.constructor']) {
    expect(readTimelinePreferences(cookie)).toEqual({ shown: true, metric: 'arrivals', colourBy: 'method' })
  }
})

test('slots cover the whole time, at least thirty, and a range consists of whole slots', () => {
  const part = {
    above: 0,
    through: 1,
    buckets: [bucket({ at: 1_000_000 })],
    fromRows: false,
    deleted: 0,
    patches: new Map(),
    unsettled: false,
  }
  const slots = slotsOf({ bucketMs: 1000, firstAt: 1_000_000, lastAt: 1_001_500, parts: [part] }) as Slots
  expect(slots).toEqual({ first: 972_000, end: 1_002_000, bucketMs: 1000, count: 30 })
  expect([slotAt(slots, 0), slotAt(slots, 972_999), slotAt(slots, 973_000), slotAt(slots, 9e15)]).toEqual([0, 0, 1, 29])
  expect(slotRange(slots, 3, 1)).toEqual({ from: 973_000, to: 976_000 })
  expect(slotsOf({ bucketMs: 1000, firstAt: null, lastAt: null, parts: [] })).toBeNull()
})
