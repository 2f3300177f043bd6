import { oneLine, type Recognised } from './recognise'

/** Headers that usually keep their value in all attempts of a message, whoever the sender. Headers that change with each attempt are omitted. */
const GENERIC_IDS = ['idempotency-key', 'x-idempotency-key', 'x-event-id', 'x-delivery-id'] as const

/** The sender's id for the message, the same in all its attempts. `header` takes names in lower case. */
export function messageIdOf(recognised: Recognised | null, header: (name: string) => string | null): string | null {
  if (recognised?.messageId) return recognised.messageId
  for (const name of GENERIC_IDS) {
    const id = oneLine(header(name))
    if (id !== null) return id
  }
  return null
}
