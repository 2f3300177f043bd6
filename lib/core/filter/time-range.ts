import { printTime } from './amounts'
import type { Filter } from './filter'
import { parseFilter } from './parse-filter'
import { toPrefilter } from './prefilter'
import { printFilter } from './print-filter'

/** From `from`, inclusive, to `to`, exclusive; milliseconds since 1970. */
export type TimeRange = { from: number; to: number }

/** The range that `after:` and `before:` leave, if they apply to the whole filter. null: no limit on that side. */
export function rangeOf(text: string, now: number): { from: number | null; to: number | null } {
  const parsed = parseFilter(text)
  if (!parsed.ok) return { from: null, to: null }
  const { receivedMin, receivedMax } = toPrefilter(parsed.filter, now)
  return { from: receivedMin, to: receivedMax === null ? null : receivedMax + 1 }
}

/** The filter with this range instead of the one it had. The text of all other conditions is kept. */
export function withRange(text: string, { from, to }: TimeRange): string {
  const rest = withoutRange(text)
  const words = `after:${printTime(from)} before:${printTime(to)}`
  if (rest === '') return words
  const [bare, grouped] = [`${rest} ${words}`, `(${rest}) ${words}`]
  return meaning(bare) === meaning(grouped) ? bare : grouped
}

const RANGE_WORD = /(?:^|\s)(?:after|before):[^\s()"]+(?=\s|$)/gi

/** The filter without the conditions that `rangeOf` reads. An invalid filter is returned unchanged. */
export function withoutRange(text: string): string {
  const parsed = parseFilter(text)
  if (!parsed.ok) return text
  const rest = printFilter(restOf(parsed.filter))
  const kept = text.replace(RANGE_WORD, '').trim()
  return meaning(kept) === rest ? kept : rest // in quotes or after `and`, removing the words would change the rest
}

/** A canonical form: equal for two texts with the same meaning. null for an invalid filter. */
function meaning(text: string): string | null {
  const parsed = parseFilter(text)
  return parsed.ok ? printFilter(parsed.filter) : null
}

function restOf(filter: Filter): Filter {
  if (filter.kind === 'time') return { kind: 'all' }
  if (filter.kind !== 'and') return filter
  const parts = filter.parts.filter(({ kind }) => kind !== 'time')
  return parts.length > 1 ? { kind: 'and', parts } : (parts[0] ?? { kind: 'all' })
}
