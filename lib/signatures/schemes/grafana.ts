import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Hex over the body. With a timestamp header configured, Grafana signs `timestamp:body`: use the scheme `custom` for that. */
export const grafana = defineScheme(
  {
    id: 'grafana',
    label: 'Grafana',
    secretHint: 'The secret of the HMAC signature of the contact point',
    docs: 'https://grafana.com/docs/grafana/latest/alerting/configure-notifications/manage-contact-points/integrations/webhook-notifier/',
    oracle: 'documentation',
    senders: ['grafana'],
  },
  hmacScheme({
    headers: [{ name: 'X-Grafana-Alerting-Signature' }],
    signed: '{body}',
  }),
)
