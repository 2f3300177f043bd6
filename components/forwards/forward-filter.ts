import type { ForwardMark } from '#lib/core/filter/filter'
import { printFilter } from '#lib/core/filter/print-filter'
import type { Forward } from '#lib/core/forward/forward'

/** The filter for captures of this forward alone, by its name if no other has the same. */
export function forwardFilter(what: ForwardMark, { id, name }: Forward, all: readonly Forward[]): string {
  const lower = name.toLowerCase()
  const isUnique = all.filter((each) => each.name.toLowerCase() === lower).length === 1
  return printFilter({ kind: 'forward', what, of: isUnique ? lower : id.toLowerCase() })
}
