import { joined, textAt, valueAt } from './json-path'
import type { Provider } from './provider'

/** https://docs.adyen.com/development-resources/webhooks/ */
export const adyen: Provider = {
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
