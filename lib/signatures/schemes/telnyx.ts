import { defineScheme } from '../define-scheme'
import { asymmetricScheme } from '../families/asymmetric'

/** Ed25519 over `timestamp|body`. */
export const telnyx = defineScheme(
  {
    id: 'telnyx',
    label: 'Telnyx',
    kind: 'asymmetric',
    secretHint: 'The public key of the account (Keys & Credentials)',
    toleranceSeconds: 300,
    docs: 'https://developers.telnyx.com/docs/messaging/messages/webhook-signing',
    oracle: 'SDK: telnyx',
  },
  asymmetricScheme({
    header: 'telnyx-signature-ed25519',
    algorithm: 'ed25519',
    encoding: 'base64',
    signed: '{timestamp}|{body}',
    timestamp: { header: 'telnyx-timestamp', unit: 's' },
  }),
)
