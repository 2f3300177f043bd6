import { hasKeys, textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.figma.com/docs/rest-api/webhooks-events/ */
export const figma: KnownSender = {
  id: 'figma',
  label: 'Figma',
  recognise({ json }) {
    if (!hasKeys(json(), 'event_type', 'passcode', 'webhook_id')) return null
    return { event: textAt(json(), 'event_type'), summary: textAt(json(), 'file_name') ?? textAt(json(), 'file_key') }
  },
}
