import { textAt } from './json-path'
import type { KnownSender } from './known-sender'
import { signedMessage } from './signed-message'

/** Signed like Svix. https://resend.com/docs/webhooks/event-types */
export const resend: KnownSender = {
  id: 'resend',
  label: 'Resend',
  recognise(request) {
    if (!/^(?:email|contact|domain)\./.test(textAt(request.json(), 'type') ?? '')) return null
    const signed = signedMessage(request, 'svix')
    return signed && { ...signed, summary: textAt(request.json(), 'data', 'subject') ?? textAt(request.json(), 'data', 'id') }
  },
}
