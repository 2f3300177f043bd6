import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://www.sanity.io/docs/content-lake/webhooks */
export const sanity: KnownSender = {
  id: 'sanity',
  label: 'Sanity',
  recognise({ header, json }) {
    if (header('sanity-webhook-signature') === null && header('sanity-webhook-id') === null) return null
    const summary = joined(' ', textAt(json(), '_type'), header('sanity-document-id'))
    return { event: header('sanity-operation'), summary, messageId: header('idempotency-key') }
  },
}
