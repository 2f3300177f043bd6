import { textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developer.clickup.com/docs/webhooks */
export const clickup: KnownSender = {
  id: 'clickup',
  label: 'ClickUp',
  recognise({ json }) {
    const event = textAt(json(), 'event')
    if (event === null || textAt(json(), 'webhook_id') === null || valueAt(json(), 'history_items') === undefined) return null
    return { event, summary: textAt(json(), 'task_id'), messageId: textAt(json(), 'history_items', 0, 'id') }
  },
}
