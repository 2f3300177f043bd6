import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.sentry.io/organization/integrations/integration-platform/webhooks/ */
export const sentry: KnownSender = {
  id: 'sentry',
  label: 'Sentry',
  recognise({ header, json }) {
    const resource = header('sentry-hook-resource')
    if (resource === null) return null
    const about =
      textAt(json(), 'data', 'issue', 'title') ??
      textAt(json(), 'data', 'event', 'title') ??
      textAt(json(), 'data', 'error', 'title')
    return { event: joined('.', resource, textAt(json(), 'action')), summary: about }
  },
}
