import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { prefixed } from '../header-format'

/** `sha256=<hex>` over id, timestamp and body, with nothing between them. The timestamp is RFC 3339. */
export const twitch = defineScheme(
  {
    id: 'twitch',
    label: 'Twitch EventSub',
    secretHint: 'The secret of the subscription, 10 to 100 characters',
    toleranceSeconds: 600,
    docs: 'https://dev.twitch.tv/docs/eventsub/handling-webhook-events/#verifying-the-event-message',
    oracle: 'documentation',
    senders: ['twitch'],
  },
  hmacScheme({
    headers: [{ name: 'Twitch-Eventsub-Message-Signature', format: prefixed('sha256=') }],
    signed: '{id}{timestamp}{body}',
    timestamp: { header: 'Twitch-Eventsub-Message-Timestamp', unit: 'iso', future: false },
    id: 'Twitch-Eventsub-Message-Id',
  }),
)
