// The filter's parser and matcher, in one module that is loaded on first use.
export { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
export { nearMisses } from '#lib/core/filter/near-misses'
export { parseFilter } from '#lib/core/filter/parse-filter'
export { collectSeenValues } from '#lib/core/filter/seen-values'
export { suggest } from '#lib/core/filter/suggest'
