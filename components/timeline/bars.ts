import { VERDICTS, type Verdict } from '#lib/core/capture'
import type { Bucket, Counts } from '#lib/core/timeline/bucket'
import type { ColourBy, Metric } from './preferences'

/** A segment of every bar. `colour`: the name of a CSS variable; `readable`: the colour has enough contrast for text. */
export type BarGroup = { id: string; label: string; colour: string; readable?: boolean }

/** A bar. `values`: one for each group, from bottom to top; 0 if the group is absent. */
export type Bar = { at: number; values: readonly number[]; bucket: Bucket }
export type Bars = { groups: readonly BarGroup[]; bars: readonly Bar[]; max: number }

const METHODS = ['POST', 'GET', 'PUT', 'PATCH', 'DELETE']
const SENDERS_MAX = 5
const UNKNOWN = 'unknown'
const VERDICT_GROUPS: Readonly<Record<Verdict, Pick<BarGroup, 'label' | 'colour'>>> = {
  valid: { label: 'Valid', colour: '--verdict-valid' },
  late: { label: 'Late', colour: '--verdict-late' },
  invalid: { label: 'Invalid', colour: '--verdict-invalid' },
  missing: { label: 'Missing', colour: '--verdict-missing' },
}

/** `labels`: names of senders by id, as far as known. */
export function barsOf(
  buckets: readonly Bucket[],
  metric: Metric,
  colourBy: ColourBy,
  labels: ReadonlyMap<string, string>,
): Bars {
  const { groups, valuesOf } =
    metric === 'sizes'
      ? meanAndLargest(sizesOf)
      : metric === 'lag'
        ? meanAndLargest(lagOf)
        : colourBy === 'verdict'
          ? byVerdict(buckets)
          : colourBy === 'method'
            ? byMethod(buckets)
            : bySender(buckets, labels)
  const bars = buckets.map((bucket) => ({ at: bucket.at, values: valuesOf(bucket), bucket }))
  return { groups, bars, max: Math.max(0, ...bars.map(({ values }) => sum(values))) }
}

type Grouping = { groups: BarGroup[]; valuesOf: (bucket: Bucket) => number[] }

function byMethod(buckets: readonly Bucket[]): Grouping {
  const seen = new Set(buckets.flatMap(({ methods }) => Object.keys(methods)))
  const known = METHODS.filter((method) => seen.has(method))
  const groups = known.map((method) => ({
    id: method,
    label: method,
    colour: `--method-${method.toLowerCase()}`,
    readable: true,
  }))
  const rest = { id: 'other', label: 'Other', colour: '--method-other', readable: true }
  return withRest(groups, known.length < seen.size ? [rest] : [], ({ methods }) => methods)
}

/** Invalid ones on top, where they stand out. */
function byVerdict(buckets: readonly Bucket[]): Grouping {
  const groups = VERDICTS.filter((verdict) => buckets.some(({ verdicts }) => own(verdicts, verdict) > 0)).map((id) => ({
    id,
    ...VERDICT_GROUPS[id],
  }))
  const isUnknown = buckets.some(({ count, verdicts }) => count > sum(Object.values(verdicts)))
  const unchecked: BarGroup = { id: UNKNOWN, label: 'Not checked', colour: '--series-none' }
  return withRest(groups, isUnknown ? [unchecked] : [], ({ verdicts }) => verdicts)
}

/** Whether there are any verdicts. */
export function hasVerdicts(buckets: readonly Bucket[]): boolean {
  return buckets.some(({ verdicts }) => Object.keys(verdicts).length > 0)
}

function bySender(buckets: readonly Bucket[], labels: ReadonlyMap<string, string>): Grouping {
  const totals = new Map<string, number>()
  for (const [id, count] of buckets.flatMap(({ providers }) => Object.entries(providers)))
    totals.set(id, (totals.get(id) ?? 0) + count)
  const ids = [...totals.keys()].sort((a, b) => totals.get(b)! - totals.get(a)! || (a < b ? -1 : 1))
  const groups = ids.slice(0, SENDERS_MAX).map((id, i) => ({ id, label: labels.get(id) ?? id, colour: `--series-${i + 1}` }))
  const others: BarGroup = { id: 'others', label: 'Other senders', colour: '--series-rest' }
  const unknown: BarGroup = { id: UNKNOWN, label: 'Unknown sender', colour: '--series-none' }
  const isUnknown = buckets.some(({ count, providers }) => count > sum(Object.values(providers)))
  const rest = [...(ids.length > SENDERS_MAX ? [others] : []), ...(isUnknown ? [unknown] : [])]
  return withRest(groups, rest, ({ providers }) => providers)
}

/** The named groups, then the rest: other names, and captures without a name. */
function withRest(groups: BarGroup[], rest: BarGroup[], countsOf: (bucket: Bucket) => Counts): Grouping {
  return {
    groups: [...groups, ...rest],
    valuesOf(bucket) {
      const counts = countsOf(bucket)
      const named = groups.map(({ id }) => own(counts, id))
      const counted = sum(Object.values(counts))
      return [...named, ...rest.map(({ id }) => (id === UNKNOWN ? bucket.count - counted : counted - sum(named)))]
    },
  }
}

type MeanAndLargest = (bucket: Bucket) => { mean: number; max: number }

function sizesOf({ bytes, bytesMax, count }: Bucket) {
  return { mean: bytes / count, max: bytesMax }
}

function lagOf({ lag }: Bucket) {
  return lag ? { mean: lag.sumMs / lag.count, max: lag.maxMs } : { mean: 0, max: 0 }
}

function meanAndLargest(of: MeanAndLargest): Grouping {
  return {
    groups: [
      { id: 'mean', label: 'Mean', colour: '--accent' },
      { id: 'largest', label: 'Largest', colour: '--line-strong' },
    ],
    valuesOf(bucket) {
      const { mean, max } = of(bucket)
      return [mean, max - mean]
    },
  }
}

function own(counts: Counts, id: string): number {
  return Object.hasOwn(counts, id) ? counts[id]! : 0
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}
