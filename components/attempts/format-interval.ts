const UNITS: readonly (readonly [ms: number, unit: string])[] = [
  [86_400_000, 'd'],
  [3_600_000, 'h'],
  [60_000, 'min'],
  [1000, 's'],
]

/** `+ 5 min 2 s`, `+ 3 d`, `+ 40 ms`: the two largest units. A clock that was put back is `+ 0 ms`. */
export function formatInterval(ms: number): string {
  if (ms < 1000) return `+ ${Math.max(0, ms)} ms`
  const at = UNITS.findIndex(([size]) => ms >= size)
  const [size, unit] = UNITS[at]!
  const next = UNITS[at + 1]
  const rest = next ? Math.floor((ms % size) / next[0]) : 0
  return `+ ${Math.floor(ms / size)} ${unit}${rest > 0 ? ` ${rest} ${next![1]}` : ''}`
}
