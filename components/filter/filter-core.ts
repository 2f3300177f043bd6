// The filter's language as one part that is loaded when first needed.
export { compileFilter, type MatchFilter } from '#lib/core/filter/match-filter'
export { nearMisses } from '#lib/core/filter/near-misses'
export { parseFilter } from '#lib/core/filter/parse-filter'
export { whatIsSeen } from '#lib/core/filter/seen'
export { suggest } from '#lib/core/filter/suggest'
