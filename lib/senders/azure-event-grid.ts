import { hasKeys, joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://learn.microsoft.com/azure/event-grid/event-schema */
export const azureEventGrid: KnownSender = {
  id: 'azure-event-grid',
  label: 'Azure Event Grid',
  recognise({ header, json }) {
    const kind = header('aeg-event-type')
    const first = valueAt(json(), 0)
    if (kind === null && !hasKeys(first, 'eventType', 'eventTime', 'subject', 'dataVersion')) return null
    return {
      event: textAt(first, 'eventType') ?? kind,
      summary: joined(', ', header('aeg-subscription-name'), textAt(first, 'subject')),
      messageId: textAt(first, 'id'),
    }
  },
}
