import type { Filter } from './filter'

/** What a filter may need beyond a summary. */
export type FilterNeeds = { headers: boolean; body: boolean; delivery: boolean; forward: boolean }

export function filterNeeds(filter: Filter): FilterNeeds {
  const needs: FilterNeeds = { headers: false, body: false, delivery: false, forward: false }
  collect(filter, needs)
  return needs
}

function collect(filter: Filter, needs: FilterNeeds): void {
  switch (filter.kind) {
    case 'and':
    case 'or':
      for (const part of filter.parts) collect(part, needs)
      break
    case 'not':
      collect(filter.part, needs)
      break
    case 'text':
      needs.headers = needs.body = true
      break
    case 'named':
      needs.headers ||= filter.of === 'header'
      break
    case 'jsonIs':
    case 'jsonText':
      needs.body = true
      break
    case 'part':
      needs.body ||= filter.field === 'body'
      break
    case 'forward':
      needs.forward = true
      break
    case 'has':
      needs.delivery ||= filter.what === 'delivery'
      break
  }
}
