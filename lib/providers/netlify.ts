import { joined, textAt } from './json-path'
import type { Provider } from './provider'

/** https://docs.netlify.com/deploy/deploy-notifications/ */
export const netlify: Provider = {
  id: 'netlify',
  label: 'Netlify',
  recognise({ header, json }) {
    const event = header('x-netlify-event')
    if (event === null) return null
    return { event, summary: joined(' ', textAt(json(), 'name'), textAt(json(), 'branch'), textAt(json(), 'state')) }
  },
}
