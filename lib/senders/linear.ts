import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://linear.app/developers/webhooks */
export const linear: KnownSender = {
  id: 'linear',
  label: 'Linear',
  recognise({ header, json }) {
    const event = header('linear-event')
    if (event === null && header('linear-delivery') === null) return null
    const title = textAt(json(), 'data', 'title') ?? textAt(json(), 'data', 'name')
    return {
      event: joined('.', event ?? textAt(json(), 'type'), textAt(json(), 'action')),
      summary: joined(' ', textAt(json(), 'data', 'identifier'), title),
      messageId: header('linear-delivery'),
    }
  },
}
