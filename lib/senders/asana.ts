import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.asana.com/docs/webhooks-guide */
export const asana: KnownSender = {
  id: 'asana',
  label: 'Asana',
  recognise({ header, json }) {
    if (header('x-hook-secret') !== null) return { event: 'handshake' }
    if (header('x-hook-signature') === null) return null
    const first = valueAt(json(), 'events', 0)
    return {
      event: joined('.', textAt(first, 'resource', 'resource_type'), textAt(first, 'action')),
      summary: textAt(first, 'resource', 'gid'),
    }
  },
}
