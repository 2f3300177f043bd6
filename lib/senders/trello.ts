import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.atlassian.com/cloud/trello/guides/rest-api/webhooks/ */
export const trello: KnownSender = {
  id: 'trello',
  label: 'Trello',
  recognise({ header, json }) {
    if (header('x-trello-webhook') === null) return null
    return {
      event: textAt(json(), 'action', 'type'),
      summary: joined(', ', textAt(json(), 'action', 'data', 'board', 'name'), textAt(json(), 'action', 'data', 'card', 'name')),
      messageId: textAt(json(), 'action', 'id'),
    }
  },
}
