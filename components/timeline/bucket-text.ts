import type { Bucket } from '#lib/core/timeline/bucket'
import { formatAge, formatBytes, formatCount, formatMs } from '../ui/format'
import { localTime } from '../ui/time'
import type { BarGroup } from './bars'
import type { Metric } from './preferences'

/** `2026-11-24 12:00 – 12:05`, in the browser's time zone, as precise as the edges require. */
export function rangeText(from: number, to: number): string {
  const [start, end] = [exactText(from, to), exactText(to, from)]
  return start.slice(0, 10) === end.slice(0, 10) ? `${start} – ${end.slice(11)}` : `${start} – ${end}`
}

/** Omits seconds or milliseconds that are zero at both ends. */
function exactText(time: number, other: number): string {
  const length = [time, other].some((ms) => ms % 1000 !== 0) ? 23 : [time, other].some((ms) => ms % 60_000 !== 0) ? 19 : 16
  return localTime(new Date(time)).slice(0, length)
}

export function requestsText(count: number): string {
  return count === 1 ? '1 request' : `${formatCount(count)} requests`
}

export function valueText(metric: Metric, value: number): string {
  if (metric === 'arrivals') return formatCount(value)
  if (metric === 'sizes') return formatBytes(Math.round(value))
  return value >= 60_000 ? formatAge(value) : formatMs(value)
}

/** One line of a bucket's details, besides its time. `colour`: a CSS variable. */
export type BucketLine = { label: string; value: string; colour?: string }

export function bucketLines(
  bucket: Bucket | null,
  metric: Metric,
  groups: readonly BarGroup[],
  values: readonly number[],
): BucketLine[] {
  if (!bucket) return []
  if (metric === 'arrivals') {
    return groups.flatMap(({ label, colour }, i) => (values[i]! > 0 ? [{ label, colour, value: formatCount(values[i]!) }] : []))
  }
  if (metric === 'sizes') {
    return [
      { label: 'Mean', colour: groups[0]!.colour, value: valueText(metric, bucket.bytes / bucket.count) },
      { label: 'Largest', colour: groups[1]!.colour, value: valueText(metric, bucket.bytesMax) },
      { label: 'Total', value: valueText(metric, bucket.bytes) },
    ]
  }
  const { lag } = bucket
  if (!lag) return [{ label: 'No sender sent a timestamp', value: '' }]
  return [
    { label: 'Mean', colour: groups[0]!.colour, value: valueText(metric, lag.sumMs / lag.count) },
    { label: 'Largest', colour: groups[1]!.colour, value: valueText(metric, lag.maxMs) },
    ...(lag.count < bucket.count ? [{ label: 'With a timestamp', value: formatCount(lag.count) }] : []),
  ]
}
