import { hasKeys, textAt, valueAt } from './json-path'
import type { Provider } from './provider'

/** https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/webhooks */
export const mailgun: Provider = {
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
