import type { TimestampUnit } from './scheme'

export type ReadTimestamp = { at: number; wrongUnit: boolean }

/** The year 5138 in seconds, 1973 in milliseconds. No clock is that wrong, so larger numbers are milliseconds and smaller ones seconds. */
const MILLISECONDS_FROM = 1e11

/** Reads a timestamp as sent, or returns null if it cannot be read. */
export function readTimestamp(text: string, unit: TimestampUnit): ReadTimestamp | null {
  if (unit === 'iso') return isoTimestamp(text)
  if (!/^\d{1,16}$/.test(text)) return null
  const value = Number(text)
  const isMilliseconds = value >= MILLISECONDS_FROM
  return { at: isMilliseconds ? value : value * 1000, wrongUnit: isMilliseconds !== (unit === 'ms') }
}

/** RFC 3339. */
function isoTimestamp(text: string): ReadTimestamp | null {
  const isIso = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:Z|[+-]\d\d:?\d\d)$/i.test(text)
  const at = isIso ? Date.parse(text) : Number.NaN
  return Number.isNaN(at) ? null : { at, wrongUnit: false }
}

/** `ms`: milliseconds since 1970. */
export function writeTimestamp(ms: number, unit: TimestampUnit): string {
  if (unit === 'iso') return new Date(ms).toISOString()
  return String(unit === 'ms' ? Math.floor(ms) : Math.floor(ms / 1000))
}
