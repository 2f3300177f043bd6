import { oneLine, type Recognised } from './recognise'

/** Headers that mean the same in every attempt, whoever sends them. Those that are new for each attempt are not among them. */
const GENERIC_IDS = ['idempotency-key', 'x-idempotency-key', 'x-event-id', 'x-delivery-id'] as const

/** What the sender calls the thing that it delivers, the same in every attempt. `header` is asked in lower case. */
export function messageIdOf(recognised: Recognised | null, header: (name: string) => string | null): string | null {
  if (recognised?.messageId) return recognised.messageId
  for (const name of GENERIC_IDS) {
    const id = oneLine(header(name))
    if (id !== null) return id
  }
  return null
}
