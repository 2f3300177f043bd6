import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.notion.com/reference/webhooks */
export const notion: KnownSender = {
  id: 'notion',
  label: 'Notion',
  recognise({ header, json }) {
    if (header('x-notion-signature') === null) return null
    const summary = joined(' ', textAt(json(), 'entity', 'type'), textAt(json(), 'entity', 'id'))
    return { event: textAt(json(), 'type'), summary, messageId: textAt(json(), 'id') }
  },
}
