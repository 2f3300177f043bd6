import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** `WorkOS-Signature: t=…, v1=…`. https://workos.com/docs/events/data-syncing/webhooks */
export const workos: KnownSender = {
  id: 'workos',
  label: 'WorkOS',
  recognise({ header, json }) {
    if (header('workos-signature') === null) return null
    const data = valueAt(json(), 'data')
    return {
      event: textAt(json(), 'event'),
      summary: joined(' ', textAt(data, 'email') ?? textAt(data, 'name'), textAt(data, 'id')),
      messageId: textAt(json(), 'id'),
    }
  },
}
