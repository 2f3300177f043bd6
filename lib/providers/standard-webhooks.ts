import type { Provider } from './provider'
import { signedMessage } from './signed-message'

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md */
export const standardWebhooks: Provider = {
  id: 'standard-webhooks',
  label: 'Standard Webhooks',
  recognise: (request) => signedMessage(request, 'webhook'),
}
