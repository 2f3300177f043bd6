import { hasKeys, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks */
export const mailgun: KnownSender = {
  id: 'mailgun',
  label: 'Mailgun',
  recognise({ json }) {
    if (!hasKeys(json(), 'signature', 'event-data') || !hasKeys(valueAt(json(), 'signature'), 'timestamp', 'token')) return null
    return {
      event: textAt(json(), 'event-data', 'event'),
      summary: textAt(json(), 'event-data', 'recipient'),
      messageId: textAt(json(), 'event-data', 'id'),
    }
  },
}
