import { FORM_TYPE, mediaType } from '#lib/core/content-type'

// Numbers and times as people read them.

const UNITS = ['KB', 'MB', 'GB', 'TB'] as const

/** `840 B`, `1.5 KB`, `12 MB`: 1 KB is 1024 bytes. */
export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`
  let value = bytes
  let unit = -1
  while (value >= 1023.5 && unit < UNITS.length - 1) {
    value /= 1024
    unit += 1
  }
  return `${value < 9.95 ? value.toFixed(1) : Math.round(value)} ${UNITS[unit]}`
}

const COUNT = new Intl.NumberFormat('en-US') // `toLocaleString` would create one each time

/** `1,204`, the same on server and browser whatever their language. */
export function formatCount(count: number): string {
  return COUNT.format(count)
}

const STEPS: readonly [ms: number, unit: string][] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/** `now`, `12 s`, `4 min`, `3 h`, `2 d`. A time in the future (clocks differ) is `now`. */
export function formatAge(ms: number): string {
  const step = STEPS.find(([size]) => ms >= size)
  return step ? `${Math.floor(ms / step[0])} ${step[1]}` : 'now'
}

/** `0.4 ms`, `38 ms`, `1.2 s`. */
export function formatMs(ms: number): string {
  if (ms < 10) return `${Number(ms.toFixed(1))} ms`
  return ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(ms < 9950 ? 1 : 0)} s`
}

/** `json`, `form`, `html`: short enough for a list; null if there is no content type. */
export function shortContentType(contentType: string | null): string | null {
  const essence = mediaType(contentType)
  if (essence === null) return null
  if (essence === FORM_TYPE) return 'form'
  if (essence === 'multipart/form-data') return 'multipart'
  if (essence === 'application/octet-stream') return 'binary'
  const subtype = essence.slice(essence.indexOf('/') + 1)
  return subtype.startsWith('vnd.') && subtype.includes('+')
    ? subtype.slice(subtype.lastIndexOf('+') + 1)
    : subtype.replace(/^x-/, '')
}

const INTERVAL_UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/**
 * `+ 5 min 2 s`, `+ 3 d`, `+ 1.5 s`, `+ 40 ms`: the two largest units, seconds with tenths. A negative interval (the clock was set back) is
 * `+ 0 ms`.
 */
export function formatInterval(ms: number): string {
  if (ms < 1000) return `+ ${Math.max(0, Math.round(ms))} ms`
  if (ms < 60_000) return `+ ${Math.min(59.9, Number((ms / 1000).toFixed(1)))} s`
  const at = INTERVAL_UNITS.findIndex(([size]) => ms >= size)
  const [size, unit] = INTERVAL_UNITS[at]!
  const next = INTERVAL_UNITS[at + 1]
  const rest = next ? Math.floor((ms % size) / next[0]) : 0
  return `+ ${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${next![1]}` : ''}`
}
