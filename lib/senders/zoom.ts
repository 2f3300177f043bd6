import { textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.zoom.us/docs/api/webhooks/ */
export const zoom: KnownSender = {
  id: 'zoom',
  label: 'Zoom',
  recognise({ header, json }) {
    if (header('x-zm-signature') === null) return null
    return {
      event: textAt(json(), 'event'),
      summary: textAt(json(), 'payload', 'object', 'topic'),
    }
  },
}
