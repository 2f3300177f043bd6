import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** Hex. `Sentry-Hook-Timestamp` is not signed. */
export const sentry = defineScheme(
  {
    id: 'sentry',
    label: 'Sentry',
    secretHint: 'The client secret of the integration (Settings, Custom Integrations)',
    docs: 'https://docs.sentry.io/organization/integrations/integration-platform/webhooks/',
    oracle: 'documentation',
    senders: ['sentry'],
  },
  bodyHmac({ header: 'Sentry-Hook-Signature' }),
)
