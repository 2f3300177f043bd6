import { hasKeys, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://learn.microsoft.com/graph/change-notifications-delivery-webhooks */
export const microsoftGraph: KnownSender = {
  id: 'microsoft-graph',
  label: 'Microsoft Graph',
  recognise({ method, query, json }) {
    if (method === 'POST' && /^validationToken=/.test(query ?? '')) return { event: 'validation' }
    const first = valueAt(json(), 'value', 0)
    if (!hasKeys(first, 'subscriptionId', 'resource')) return null
    return {
      event: textAt(first, 'changeType') ?? textAt(first, 'lifecycleEvent'),
      summary: textAt(first, 'resource'),
      messageId: textAt(first, 'id'),
    }
  },
}
