import { joined, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://docs.netlify.com/deploy/deploy-notifications/ */
export const netlify: KnownSender = {
  id: 'netlify',
  label: 'Netlify',
  recognise({ header, json }) {
    const event = header('x-netlify-event')
    if (event === null) return null
    return { event, summary: joined(' ', textAt(json(), 'name'), textAt(json(), 'branch'), textAt(json(), 'state')) }
  },
}
