import fc from 'fast-check'
import { expect, test } from 'vitest'
import { VERDICTS } from '#lib/core/capture'
import { type Arrival, type Bucket, bucketsOf, mergeBuckets } from '#lib/core/timeline/bucket'
import { BARS_MAX, bucketStart, bucketWidth } from '#lib/core/timeline/bucket-width'

const arrival: fc.Arbitrary<Arrival> = fc.record({
  at: fc.integer({ min: 0, max: 4_000_000 }),
  method: fc.constantFrom('GET', 'POST', '__proto__', 'constructor'),
  provider: fc.option(fc.constantFrom('github', 'stripe', '__proto__')),
  verdict: fc.option(fc.constantFrom(...VERDICTS)),
  bytes: fc.nat(1000),
  lagMs: fc.option(fc.nat(5000)),
})
const total = (buckets: readonly Bucket[]) => buckets.reduce((sum, { count }) => sum + count, 0)
const totalOf = (counts: Bucket['methods']) => Object.values(counts).reduce((sum, count) => sum + count, 0)

test('puts every capture into exactly the bucket of its time', () => {
  fc.assert(
    fc.property(fc.array(arrival), fc.constantFrom(100, 1000, 60_000), (arrivals, width) => {
      const buckets = bucketsOf(arrivals, width)
      expect(total(buckets)).toBe(arrivals.length)
      expect(buckets.map(({ at }) => at)).toEqual(
        [...new Set(arrivals.map(({ at }) => bucketStart(at, width)))].sort((a, b) => a - b),
      )
      for (const bucket of buckets) {
        const own = arrivals.filter(({ at }) => at >= bucket.at && at < bucket.at + width)
        const lags = own.flatMap(({ lagMs }) => lagMs ?? [])
        expect([bucket.count, totalOf(bucket.methods)]).toEqual([own.length, own.length])
        expect(totalOf(bucket.providers)).toBe(own.filter(({ provider }) => provider !== null).length)
        expect(totalOf(bucket.verdicts)).toBe(own.filter(({ verdict }) => verdict !== null).length)
        expect(bucket.bytes).toBe(own.reduce((sum, { bytes }) => sum + bytes, 0))
        expect(bucket.bytesMax).toBe(Math.max(...own.map(({ bytes }) => bytes)))
        expect(bucket.lag?.count ?? 0).toBe(lags.length)
        if (bucket.lag) expect(bucket.lag.maxMs).toBe(Math.max(...lags))
      }
    }),
  )
})

test('merging and widening parts gives the same result as counting all at once', () => {
  fc.assert(
    fc.property(fc.array(arrival), fc.array(arrival), (some, others) => {
      const parts = [bucketsOf(some, 500), bucketsOf(others, 1000)]
      expect(mergeBuckets(parts, 5000)).toEqual(bucketsOf([...some, ...others], 5000))
    }),
  )
})

test('the width fits the range into the bars, and each width divides the next', () => {
  const ranges = fc.tuple(fc.nat(2_000_000_000_000), fc.nat(300_000_000_000))
  fc.assert(
    fc.property(ranges, ([first, span]) => {
      const width = bucketWidth(first, first + span)
      const bars = (bucketStart(first + span, width) - bucketStart(first, width)) / width + 1
      expect(bars).toBeLessThanOrEqual(BARS_MAX)
      if (width > 100 && width < 600_000_000) expect(bars).toBeGreaterThan(BARS_MAX / 6)
    }),
  )
  const widths = Array.from({ length: 48 }, (_, i) => bucketWidth(0, 2 ** i))
  for (const [i, width] of widths.slice(1).entries()) expect(width % widths[i]!).toBe(0)
})

test('chooses a width for a single moment and for all of time', () => {
  expect(bucketWidth(5, 5)).toBe(100)
  expect(bucketWidth(0, Date.parse('9999-12-31T23:59:59.999Z'))).toBe(36_400 * 86_400_000)
})
