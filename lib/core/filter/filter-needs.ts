import type { Filter } from './filter'

/** What beyond a summary a filter may have to look at. */
export type FilterNeeds = { headers: boolean; body: boolean; sender: boolean; delivery: boolean }

export function filterNeeds(filter: Filter): FilterNeeds {
  const needs: FilterNeeds = { headers: false, body: false, sender: false, delivery: false }
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
      needs.headers = needs.body = needs.sender = true
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
    case 'whole':
      needs.sender ||= filter.field === 'provider' || filter.field === 'event'
      break
    case 'has':
      needs.sender ||= filter.what === 'provider'
      needs.delivery ||= filter.what === 'delivery'
      break
  }
}
