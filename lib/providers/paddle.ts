import { joined, textAt } from './json-path'
import type { Provider } from './provider'

/** https://developer.paddle.com/webhooks/about/overview */
export const paddle: Provider = {
  id: 'paddle',
  label: 'Paddle',
  recognise({ header, json }) {
    if (header('paddle-signature') === null) return null
    const summary = joined(' ', textAt(json(), 'data', 'id'), textAt(json(), 'data', 'status'))
    return { event: textAt(json(), 'event_type'), summary, messageId: textAt(json(), 'event_id') }
  },
}
