// Sizes, durations and times as people write them in a filter.

const SIZE_UNITS: Readonly<Record<string, number>> = { b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 }
const SIZE = /^(\d{1,15}(?:\.\d{1,6})?)(b|[kmg]i?b?)?$/i

/** Bytes of `300`, `10kb`, `1.5MB`, `2MiB`; 1 KB is 1024 bytes. null if it is not a size, or too large a number. */
export function parseSize(text: string): number | null {
  const found = SIZE.exec(text)
  if (!found) return null
  const letter = (found[2] ?? 'b').charAt(0).toLowerCase()
  const bytes = Math.round(Number(found[1]) * SIZE_UNITS[letter]!)
  return Number.isSafeInteger(bytes) ? bytes : null
}

const DURATION_UNITS: readonly (readonly [unit: string, ms: number])[] = [
  ['w', 604_800_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
  ['ms', 1],
]

/** Milliseconds of `90s`, `10m`, `2h`, `7d`, `1w`, or null. */
export function parseDuration(text: string): number | null {
  const found = /^(\d{1,15})(ms|[smhdw])$/.exec(text)
  if (!found) return null
  const ms = Number(found[1]) * DURATION_UNITS.find(([unit]) => unit === found[2])![1]
  return Number.isSafeInteger(ms) ? ms : null
}

export function printDuration(ms: number): string {
  const [unit, size] = DURATION_UNITS.find(([, size]) => ms % size === 0)!
  return `${ms / size}${unit}`
}

const DATE = /^\d{4}-\d\d-\d\d$/
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,3})?)?(Z|[+-]\d\d:\d\d)?$/

const YEAR_10000 = 253_402_300_800_000

/** Milliseconds since 1970 of `2026-05-04` or `2026-05-04T10:00`; UTC unless a zone is given. null if it is not a time. */
export function parseTime(text: string): number | null {
  const time = DATE.test(text) ? `${text}T00:00` : text
  const zone = DATE_TIME.exec(time)
  if (!zone || !isRealDate(text.slice(0, 10))) return null
  const ms = Date.parse(zone[1] ? time : `${time}Z`)
  return ms >= 0 && ms < YEAR_10000 ? ms : null // also null for NaN
}

/** The shortest text that `parseTime` reads as this time: `2026-05-04`, `2026-05-04T10:00Z`, `2026-05-04T10:00:05.250Z`. */
export function printTime(ms: number): string {
  return new Date(ms)
    .toISOString()
    .replace(/\.000Z$/, 'Z')
    .replace(/:00Z$/, 'Z')
    .replace(/T00:00Z$/, '')
}

/** `Date.parse` alone would accept a 31st of every month. */
function isRealDate(date: string): boolean {
  const ms = Date.parse(`${date}T00:00Z`)
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date)
}
