import { valueAt } from './json-path'
import type { ParsedRequest } from './known-sender'
import { oneLine } from './recognise'

/** Fields that commonly name the event, in order of preference. */
const NAMES = ['type', 'event', 'action'] as const
/** Longer values are text, not the name of an event. */
const CHARS_MAX = 80

/** The event of an unknown sender: the first short string under one of these names at the top level of its JSON. */
export function unknownEvent({ json }: ParsedRequest): string | null {
  for (const name of NAMES) {
    const value = valueAt(json(), name)
    const event = typeof value === 'string' && value.length <= CHARS_MAX ? oneLine(value) : null
    if (event !== null) return event
  }
  return null
}
