import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { asHeaderText, plainToken, tokenClaim } from '../families/token'

/** `clientState` of each notification, as the owner set it for the subscription. Nothing is signed. */
export const microsoftGraph = defineScheme(
  {
    id: 'microsoft-graph',
    label: 'Microsoft Graph',
    kind: 'token',
    secretHint: 'The clientState that you set for the subscription',
    docs: 'https://learn.microsoft.com/graph/change-notifications-delivery-webhooks',
    oracle: 'documentation',
    senders: ['microsoft-graph'],
  },
  plainToken({
    headers: [],
    claim({ body }) {
      const items = valueAt(bodyJson(body), 'value')
      if (!Array.isArray(items) || items.length === 0 || textAt(items[0], 'subscriptionId') === null) return { found: 'nothing' }
      const states = items.map((item) => textAt(item, 'clientState'))
      if (states.includes(null))
        return { found: 'malformed', header: 'value[].clientState', why: 'a notification has no clientState' }
      return tokenClaim('value[].clientState', [...new Set(states.map((state) => asHeaderText(state!)))], true)
    },
    write({ body }, token) {
      const notifications = bodyJson(body) as { value: object[] }
      return {
        headers: [],
        body: utf8(
          JSON.stringify({ ...notifications, value: notifications.value.map((item) => ({ ...item, clientState: token })) }),
        ),
      }
    },
  }),
)
