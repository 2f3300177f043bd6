import { hasKeys, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.cloud.google.com/pubsub/docs/push */
export const googlePubsub: KnownSender = {
  id: 'google-pubsub',
  label: 'Google Pub/Sub',
  recognise({ json }) {
    const subscription = textAt(json(), 'subscription')
    const message = valueAt(json(), 'message')
    if (!subscription?.startsWith('projects/') || !hasKeys(message, 'messageId')) return null
    return {
      event: textAt(message, 'attributes', 'eventType') ?? 'message',
      summary: subscription.split('/').at(-1),
      messageId: textAt(message, 'messageId'),
    }
  },
}
