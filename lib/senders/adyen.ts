import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.adyen.com/development-resources/webhooks/ */
export const adyen: KnownSender = {
  id: 'adyen',
  label: 'Adyen',
  recognise({ json }) {
    const item = valueAt(json(), 'notificationItems', 0, 'NotificationRequestItem')
    const event = textAt(item, 'eventCode')
    if (event === null) return null
    const reference = textAt(item, 'pspReference')
    return {
      event,
      summary: joined(
        ' ',
        textAt(item, 'amount', 'value'),
        textAt(item, 'amount', 'currency'),
        textAt(item, 'merchantReference'),
      ),
      messageId: reference && joined('.', reference, event, textAt(item, 'success')),
    }
  },
}
