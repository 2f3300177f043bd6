import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://www.contentful.com/developers/docs/webhooks/overview/ */
export const contentful: KnownSender = {
  id: 'contentful',
  label: 'Contentful',
  recognise({ header, json }) {
    const event = header('x-contentful-topic')
    if (event === null) return null
    const summary = joined(' ', textAt(json(), 'sys', 'contentType', 'sys', 'id'), textAt(json(), 'sys', 'id'))
    return { event, summary, messageId: header('x-contentful-idempotency-key') }
  },
}
