import { joined, textAt, valueAt } from './json-path'
import type { Provider } from './provider'

const OBJECTS = /^(?:whatsapp_business_account|page|instagram|user|permissions|application)$/

/** WhatsApp, Messenger, Instagram. https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
export const meta: Provider = {
  id: 'meta',
  label: 'Meta',
  recognise({ method, query, json }) {
    const asked = new URLSearchParams(query ?? '')
    if (method === 'GET' && asked.get('hub.mode') === 'subscribe' && asked.has('hub.challenge')) return { event: 'verification' }
    const object = textAt(json(), 'object')
    if (object === null || !OBJECTS.test(object) || !Array.isArray(valueAt(json(), 'entry'))) return null
    const change = valueAt(json(), 'entry', 0, 'changes', 0)
    return {
      event: joined('.', object, textAt(change, 'field') ?? (valueAt(json(), 'entry', 0, 'messaging') ? 'messaging' : null)),
      summary: textAt(change, 'value', 'messages', 0, 'from') ?? textAt(json(), 'entry', 0, 'id'),
      messageId: textAt(change, 'value', 'messages', 0, 'id') ?? textAt(json(), 'entry', 0, 'messaging', 0, 'message', 'mid'),
    }
  },
}
