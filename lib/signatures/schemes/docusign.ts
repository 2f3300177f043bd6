import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** `X-DocuSign-Signature-1` to `-100`, base64, one for each active key; any one is enough. */
export const docusign = defineScheme(
  {
    id: 'docusign',
    label: 'Docusign Connect',
    secretHint: 'An HMAC key of Connect (Settings, Connect, Connect Keys)',
    docs: 'https://developers.docusign.com/platform/webhooks/connect/hmac/',
    oracle: 'documentation',
    senders: ['docusign'],
  },
  hmacScheme({
    headers: Array.from({ length: 100 }, (_, i) => ({ name: `X-DocuSign-Signature-${i + 1}`, encoding: 'base64' as const })),
    all: true,
    signed: '{body}',
  }),
)
