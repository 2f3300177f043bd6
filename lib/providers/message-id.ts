import type { Recognised } from './recognise'

/** Headers that mean the same in every attempt, whoever sends them. Those that are new for each attempt are not among them. */
const GENERIC_IDS = ['idempotency-key', 'x-idempotency-key', 'x-event-id', 'x-delivery-id'] as const

/** What the sender calls the thing that it delivers, the same in every attempt, as its headers tell it. `header` is asked in lower case. */
export function messageIdOf(recognised: Recognised | null, header: (name: string) => string | null): string | null {
  if (recognised?.messageId) return recognised.messageId
  for (const name of GENERIC_IDS) {
    const id = header(name)?.trim()
    if (id) return id.slice(0, 200)
  }
  return null
}
