import { joined, textAt, valueAt } from './json-path'
import type { KnownSender } from './known-sender'

/** Event hooks. If a request has several events, the first is used. https://developer.okta.com/docs/concepts/event-hooks/ */
export const okta: KnownSender = {
  id: 'okta',
  label: 'Okta',
  recognise({ method, header, json }) {
    if (method === 'GET' && header('x-okta-verification-challenge') !== null) return { event: 'verification' }
    const kind = textAt(json(), 'eventType')
    if (kind === null || !/^com\.okta\.(?:event_hook|inline_hook|oauth2|saml|user|import)/.test(kind)) return null
    const first = valueAt(json(), 'data', 'events', 0)
    return {
      event: textAt(first, 'eventType') ?? kind,
      summary: joined(', ', textAt(first, 'displayMessage'), textAt(first, 'target', 0, 'alternateId')),
      messageId: textAt(json(), 'eventId'),
    }
  },
}
