import { joined } from './json-path'
import type { KnownSender } from './known-sender'

/** Drive, Calendar and others. https://developers.google.com/workspace/drive/api/guides/push */
export const googlePush: KnownSender = {
  id: 'google-push',
  label: 'Google push notification',
  recognise({ header }) {
    const channel = header('x-goog-channel-id')
    if (channel === null) return null
    return {
      event: header('x-goog-resource-state'),
      summary: header('x-goog-resource-uri'),
      messageId: joined('.', channel, header('x-goog-message-number')),
    }
  },
}
