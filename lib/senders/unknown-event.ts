import { valueAt } from './json-path'
import type { SeenRequest } from './known-sender'
import { oneLine } from './recognise'

/** Where senders of all kinds say what happened, asked in this order. */
const NAMES = ['type', 'event', 'action'] as const
/** Longer than that is text, not the name of an event. */
const CHARS_MAX = 80

/** What a sender that nobody knows calls its event: the first short string under one of these names, at the top of its JSON. */
export function unknownEvent({ json }: SeenRequest): string | null {
  for (const name of NAMES) {
    const value = valueAt(json(), name)
    const event = typeof value === 'string' && value.length <= CHARS_MAX ? oneLine(value) : null
    if (event !== null) return event
  }
  return null
}
