import { isList, joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

const OBJECTS = /^(?:whatsapp_business_account|page|instagram|user|permissions|application)$/

/** WhatsApp, Messenger, Instagram. https://developers.facebook.com/docs/graph-api/webhooks/getting-started */
export const meta: KnownSender = {
  id: 'meta',
  label: 'Meta',
  recognise({ method, query, json }) {
    if (method === 'GET' && isVerification(new URLSearchParams(query ?? ''))) return { event: 'verification' }
    const object = textAt(json(), 'object')
    if (object === null || !OBJECTS.test(object) || !isList(valueAt(json(), 'entry'))) return null
    const change = valueAt(json(), 'entry', 0, 'changes', 0)
    return {
      event: joined('.', object, textAt(change, 'field') ?? (valueAt(json(), 'entry', 0, 'messaging') ? 'messaging' : null)),
      summary: textAt(change, 'value', 'messages', 0, 'from') ?? textAt(json(), 'entry', 0, 'id'),
      messageId: textAt(change, 'value', 'messages', 0, 'id') ?? textAt(json(), 'entry', 0, 'messaging', 0, 'message', 'mid'),
    }
  },
}

function isVerification(query: URLSearchParams): boolean {
  return query.get('hub.mode') === 'subscribe' && query.has('hub.challenge')
}
