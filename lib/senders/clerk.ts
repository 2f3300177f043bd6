import { textAt } from './json-path'
import type { KnownSender } from './known-sender'
import { signedMessage } from './signed-message'

/** Signed like Svix. https://clerk.com/docs/guides/development/webhooks/overview */
export const clerk: KnownSender = {
  id: 'clerk',
  label: 'Clerk',
  recognise(request) {
    const isEvent = textAt(request.json(), 'object') === 'event' && textAt(request.json(), 'instance_id') !== null
    return isEvent ? signedMessage(request, 'svix') : null
  },
}
