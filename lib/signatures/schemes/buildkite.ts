import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `timestamp=<seconds>,signature=<hex>`. A service may send `X-Buildkite-Token` instead. */
export const buildkite = defineScheme(
  {
    id: 'buildkite',
    label: 'Buildkite',
    secretHint: 'The token of the webhook (Notification services)',
    docs: 'https://buildkite.com/docs/apis/webhooks/pipelines#webhook-signature',
    oracle: 'documentation',
    senders: ['buildkite'],
  },
  hmacScheme({
    headers: [{ name: 'X-Buildkite-Signature', format: fields({ time: 'timestamp', signature: 'signature' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's' },
  }),
)
