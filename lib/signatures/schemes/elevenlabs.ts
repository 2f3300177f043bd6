import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<seconds>,v0=<hex>`. */
export const elevenlabs = defineScheme(
  {
    id: 'elevenlabs',
    label: 'ElevenLabs',
    secretHint: 'The secret of the webhook, wsec_…',
    toleranceSeconds: 1800,
    docs: 'https://elevenlabs.io/docs/agents-platform/workflows/post-call-webhooks',
    oracle: 'documentation',
  },
  hmacScheme({
    headers: [{ name: 'ElevenLabs-Signature', format: fields({ time: 't', signature: 'v0' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 's', future: false },
  }),
)
