import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://hasura.io/docs/2.0/event-triggers/payload/ */
export const hasura: KnownSender = {
  id: 'hasura',
  label: 'Hasura',
  recognise({ json }) {
    if (!hasKeys(json(), 'event', 'trigger', 'table') || textAt(json(), 'event', 'op') === null) return null
    return {
      event: joined('.', textAt(json(), 'trigger', 'name'), textAt(json(), 'event', 'op')),
      summary: joined('.', textAt(json(), 'table', 'schema'), textAt(json(), 'table', 'name')),
      messageId: textAt(json(), 'id'),
    }
  },
}
