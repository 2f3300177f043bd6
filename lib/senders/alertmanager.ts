import { hasKeys, joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://prometheus.io/docs/alerting/latest/configuration/#webhook_config */
export const alertmanager: KnownSender = {
  id: 'alertmanager',
  label: 'Alertmanager',
  recognise({ header, json }) {
    const isAlert = hasKeys(json(), 'receiver', 'alerts', 'groupKey')
    if (!isAlert && !header('user-agent')?.startsWith('Alertmanager/')) return null
    const name = textAt(json(), 'groupLabels', 'alertname') ?? textAt(json(), 'commonLabels', 'alertname')
    return { event: joined('.', 'alert', textAt(json(), 'status')), summary: joined(', ', name, textAt(json(), 'receiver')) }
  },
}
