import { textAt } from './json-path'
import type { KnownSender } from './known-sender'

/** https://developers.docusign.com/platform/webhooks/connect/ */
export const docusign: KnownSender = {
  id: 'docusign',
  label: 'DocuSign',
  recognise({ header, json }) {
    const envelope = textAt(json(), 'data', 'envelopeId')
    if (header('x-docusign-signature-1') === null && envelope === null) return null
    return { event: textAt(json(), 'event'), summary: envelope }
  },
}
