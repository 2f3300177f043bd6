import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/ */
export const grafana: KnownSender = {
  id: 'grafana',
  label: 'Grafana',
  recognise({ header, json }) {
    const isAlert = hasKeys(json(), 'receiver', 'alerts', 'orgId')
    if (!isAlert && header('user-agent') !== 'Grafana') return null
    return {
      event: joined('.', 'alert', textAt(json(), 'status')),
      summary: textAt(json(), 'title') ?? textAt(json(), 'receiver'),
    }
  },
}
