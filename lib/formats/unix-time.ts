/** From 2001-09-09, when Unix seconds got their tenth digit, to 2100. Numbers outside are rarely times. */
const SECONDS_MIN = 1_000_000_000
const SECONDS_MAX = 4_102_444_800

const UNITS = [
  { name: 'Unix seconds', perSecond: 1 },
  { name: 'Unix milliseconds', perSecond: 1e3 },
  { name: 'Unix microseconds', perSecond: 1e6 },
  { name: 'Unix nanoseconds', perSecond: 1e9 },
]

/** `2026-11-24 19:00:25.000 UTC (Unix seconds)` if the number can be a time of this century, otherwise null. */
export function unixTimeWords(source: string): string | null {
  if (!/^\d{10,19}(?:\.\d{1,9})?$/.test(source)) return null
  const value = Number(source)
  const unit = UNITS.find(({ perSecond }) => value >= SECONDS_MIN * perSecond && value < SECONDS_MAX * perSecond)
  return unit ? `${timeText(value / unit.perSecond)} (${unit.name})` : null
}

/** `2026-11-24 19:00:25.000 UTC`. */
export function timeText(unixSeconds: number): string {
  const date = new Date(unixSeconds * 1000)
  return Number.isNaN(date.getTime()) ? 'no date' : date.toISOString().replace('T', ' ').replace('Z', ' UTC')
}

const STEPS: readonly [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ['year', 365.25 * 86_400],
  ['day', 86_400],
  ['hour', 3600],
  ['minute', 60],
  ['second', 1],
]

/** `3 hours ago`, `in 5 minutes`. Both arguments are Unix seconds. Null if out of range for a date. */
export function relativeTime(unixSeconds: number, nowSeconds: number): string | null {
  const difference = unixSeconds - nowSeconds
  if (!(Math.abs(unixSeconds) <= 8.64e12)) return null
  const [unit, seconds] = STEPS.find(([, length]) => Math.abs(difference) >= length) ?? ['second', 1]
  return new Intl.RelativeTimeFormat('en').format(Math.trunc(difference / seconds), unit)
}
