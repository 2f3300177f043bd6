import { textAt } from './json-path'
import type { Provider } from './provider'
import { signedMessage } from './signed-message'

/** Signed as Svix does. https://resend.com/docs/webhooks/event-types */
export const resend: Provider = {
  id: 'resend',
  label: 'Resend',
  recognise(request) {
    if (!/^(?:email|contact|domain)\./.test(textAt(request.json(), 'type') ?? '')) return null
    const signed = signedMessage(request, 'svix')
    return signed && { ...signed, summary: textAt(request.json(), 'data', 'subject') ?? textAt(request.json(), 'data', 'id') }
  },
}
