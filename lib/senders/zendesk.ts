import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.zendesk.com/documentation/webhooks/anatomy-of-a-webhook-request/ */
export const zendesk: KnownSender = {
  id: 'zendesk',
  label: 'Zendesk',
  recognise({ header, json }) {
    if (header('x-zendesk-webhook-id') === null) return null
    const type = textAt(json(), 'type')
    return {
      event: type?.replace(/^zen:event-type:/, '') ?? null,
      summary: joined(' ', textAt(json(), 'detail', 'id'), textAt(json(), 'detail', 'subject')),
      messageId: textAt(json(), 'id') ?? header('x-zendesk-webhook-invocation-id'),
    }
  },
}
