import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** Version 3. https://developer.pagerduty.com/docs/webhooks-overview */
export const pagerduty: KnownSender = {
  id: 'pagerduty',
  label: 'PagerDuty',
  recognise({ header, json }) {
    const signed = header('x-pagerduty-signature') !== null || header('user-agent')?.startsWith('PagerDuty-Webhook')
    if (!signed) return null
    return {
      event: textAt(json(), 'event', 'event_type'),
      summary: joined(' ', textAt(json(), 'event', 'data', 'title'), textAt(json(), 'event', 'data', 'service', 'summary')),
      messageId: textAt(json(), 'event', 'id') ?? header('x-webhook-id'),
    }
  },
}
