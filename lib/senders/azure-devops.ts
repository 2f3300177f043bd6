import { hasKeys, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://learn.microsoft.com/azure/devops/service-hooks/events */
export const azureDevops: KnownSender = {
  id: 'azure-devops',
  label: 'Azure DevOps',
  recognise({ json }) {
    if (!hasKeys(json(), 'publisherId', 'eventType', 'resource', 'subscriptionId')) return null
    return { event: textAt(json(), 'eventType'), summary: textAt(json(), 'message', 'text'), messageId: textAt(json(), 'id') }
  },
}
