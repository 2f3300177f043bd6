import type { Filter } from '#lib/core/filter/filter'
import { filterNeeds } from '#lib/core/filter/filter-needs'
import { compileFilter } from '#lib/core/filter/match-filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import type { Matcher } from './match-captures'

const FILTERS_MAX = 2_000

export type CompiledFilter = Pick<Matcher, 'match' | 'needsDelivery' | 'needsForward'> & { filter: Filter }

/** Filters of waiting callers, compiled once when they arrive and not again for each capture. */
export type FilterCache = {
  /** `text` is a valid filter. `now`: milliseconds since 1970, from which `after:10m` counts. */
  compiled(text: string, now: number): CompiledFilter
}

export function createFilterCache(): FilterCache {
  const kept = new Map<string, CompiledFilter>()
  return {
    compiled(text, now) {
      const key = `${now} ${text}`
      const compiled = kept.get(key) ?? compile(text, now)
      kept.delete(key)
      kept.set(key, compiled)
      if (kept.size > FILTERS_MAX) kept.delete(kept.keys().next().value!)
      return compiled
    },
  }
}

function compile(text: string, now: number): CompiledFilter {
  const parsed = parseFilter(text)
  if (!parsed.ok) throw new TypeError(`not a filter: ${text}`) // the caller was told so before
  const { filter } = parsed
  const { delivery, forward } = filterNeeds(filter)
  return { filter, match: compileFilter(filter, now), needsDelivery: delivery, needsForward: forward }
}
