import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://vercel.com/docs/webhooks/webhooks-api */
export const vercel: KnownSender = {
  id: 'vercel',
  label: 'Vercel',
  recognise({ header, json }) {
    if (header('x-vercel-signature') === null) return null
    const about = joined(
      ' ',
      textAt(json(), 'payload', 'name'),
      textAt(json(), 'payload', 'deployment', 'name'),
      textAt(json(), 'payload', 'target'),
    )
    return { event: textAt(json(), 'type'), summary: about, messageId: textAt(json(), 'id') }
  },
}
