import { textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://www.typeform.com/developers/webhooks/example-payload/ */
export const typeform: KnownSender = {
  id: 'typeform',
  label: 'Typeform',
  recognise({ header, json }) {
    const isResponse = textAt(json(), 'form_response', 'form_id') !== null
    if (header('typeform-signature') === null && !isResponse) return null
    return {
      event: textAt(json(), 'event_type'),
      summary: textAt(json(), 'form_response', 'definition', 'title') ?? textAt(json(), 'form_response', 'form_id'),
      messageId: textAt(json(), 'event_id'),
    }
  },
}
