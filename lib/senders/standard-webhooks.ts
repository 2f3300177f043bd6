import type { KnownSender } from './known-sender'
import { signedMessage } from './signed-message'

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const standardWebhooks: KnownSender = {
  id: 'standard-webhooks',
  label: 'Standard Webhooks',
  recognise: (request) => signedMessage(request, 'webhook'),
}
