import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { prefixed } from '../header-format'

/** `v0=<hex>` over `v0:timestamp:body`. Slash commands and interactions are forms: the raw text is signed. */
export const slack = defineScheme(
  {
    id: 'slack',
    label: 'Slack',
    secretHint: 'The signing secret of the app (Basic information), not the verification token',
    toleranceSeconds: 300,
    docs: 'https://docs.slack.dev/authentication/verifying-requests-from-slack',
    oracle: 'vector: Slack documentation',
    senders: ['slack'],
  },
  hmacScheme({
    headers: [{ name: 'X-Slack-Signature', format: prefixed('v0=') }],
    signed: 'v0:{timestamp}:{body}',
    timestamp: { header: 'X-Slack-Request-Timestamp', unit: 's' },
  }),
)
