import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://dev.twitch.tv/docs/eventsub/handling-webhook-events/ */
export const twitch: KnownSender = {
  id: 'twitch',
  label: 'Twitch',
  recognise({ header, json }) {
    const id = header('twitch-eventsub-message-id')
    if (id === null) return null
    const summary = joined(' ', header('twitch-eventsub-message-type'), textAt(json(), 'event', 'broadcaster_user_login'))
    return { event: header('twitch-eventsub-subscription-type'), summary, messageId: id }
  },
}
