import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** Retries keep the identifier. https://developer.atlassian.com/cloud/jira/platform/webhooks/ */
export const jira: KnownSender = {
  id: 'jira',
  label: 'Jira',
  recognise({ header, json }) {
    const id = header('x-atlassian-webhook-identifier')
    const event = textAt(json(), 'webhookEvent')
    if (id === null && (event === null || textAt(json(), 'timestamp') === null)) return null
    return {
      event,
      summary: joined(' ', textAt(json(), 'issue', 'key'), textAt(json(), 'issue', 'fields', 'summary')),
      messageId: id,
    }
  },
}
