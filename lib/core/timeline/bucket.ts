import type { Verdict } from '../capture'
import { bucketStart } from './bucket-width'

/** The captures that arrived from `at` until one width later, exclusive. */
export type Bucket = {
  /** Milliseconds since 1970, a multiple of the width. */
  at: number
  count: number
  /** Captures by request method. */
  methods: Counts
  /** Captures by sender. Those of unknown senders are not included. */
  providers: Counts
  /** Captures by the verdict on their signature. Those without a verdict are not included. */
  verdicts: Counts
  /** Sum of the body sizes. `bytesMax` is the largest. */
  bytes: number
  bytesMax: number
  /** Delay from sending to arrival, over the captures that say when they were sent; null if none does. */
  lag: Lag | null
}

export type Counts = Readonly<Record<string, number>>
export type Lag = { count: number; sumMs: number; maxMs: number }

/** What a timeline needs to know about a capture. */
export type Arrival = {
  at: number
  method: string
  provider: string | null
  verdict: Verdict | null
  bytes: number
  lagMs: number | null
}

/** The buckets that contain these captures, earliest first. */
export function bucketsOf(arrivals: Iterable<Arrival>, width: number): Bucket[] {
  const alone = Array.from(arrivals, ({ at, method, provider, verdict, bytes, lagMs }) => ({
    at,
    count: 1,
    methods: { [method]: 1 },
    providers: provider === null ? {} : { [provider]: 1 },
    verdicts: verdict === null ? {} : { [verdict]: 1 },
    bytes,
    bytesMax: bytes,
    lag: lagMs === null ? null : { count: 1, sumMs: lagMs, maxMs: lagMs },
  }))
  return mergeBuckets([alone], width)
}

/** Merges buckets into buckets of this width, earliest first. The widths of the given buckets must divide it. */
export function mergeBuckets(lists: readonly (readonly Bucket[])[], width: number): Bucket[] {
  const sums = new Map<number, Sum>()
  for (const bucket of lists.flat()) {
    const at = bucketStart(bucket.at, width)
    const sum = sums.get(at) ?? emptySum(at)
    sums.set(at, sum)
    addTo(sum, bucket)
  }
  return [...sums.values()].sort((a, b) => a.at - b.at).map(toBucket)
}

const COUNTED = ['methods', 'providers', 'verdicts'] as const
type Sum = Omit<Bucket, (typeof COUNTED)[number]> & Record<(typeof COUNTED)[number], Map<string, number>>

function emptySum(at: number): Sum {
  return { at, count: 0, methods: new Map(), providers: new Map(), verdicts: new Map(), bytes: 0, bytesMax: 0, lag: null }
}

function addTo(sum: Sum, { count, bytes, bytesMax, lag, ...counts }: Bucket): void {
  sum.count += count
  for (const name of COUNTED) addCounts(sum[name], counts[name])
  sum.bytes += bytes
  sum.bytesMax = Math.max(sum.bytesMax, bytesMax)
  sum.lag = addLag(sum.lag, lag)
}

function addCounts(sums: Map<string, number>, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) sums.set(name, (sums.get(name) ?? 0) + count)
}

function addLag(a: Lag | null, b: Lag | null): Lag | null {
  if (!a || !b) return a ?? b
  return { count: a.count + b.count, sumMs: a.sumMs + b.sumMs, maxMs: Math.max(a.maxMs, b.maxMs) }
}

/** `fromEntries` creates a plain property for any name, even `__proto__`. */
function toBucket({ methods, providers, verdicts, ...rest }: Sum): Bucket {
  return {
    ...rest,
    methods: Object.fromEntries(methods),
    providers: Object.fromEntries(providers),
    verdicts: Object.fromEntries(verdicts),
  }
}
