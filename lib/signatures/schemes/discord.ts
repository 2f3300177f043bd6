import { defineScheme } from '../define-scheme'
import { asymmetricScheme } from '../families/asymmetric'

/** Ed25519 over timestamp and body, with nothing between. Discord also sends wrong signatures on purpose, to check that they are refused. */
export const discord = defineScheme(
  {
    id: 'discord',
    label: 'Discord',
    kind: 'asymmetric',
    secretHint: 'The public key of the app (General information)',
    docs: 'https://docs.discord.com/developers/interactions/overview#setting-up-an-endpoint',
    oracle: 'vector: discord-interactions tests',
    senders: ['discord'],
  },
  asymmetricScheme({
    header: 'X-Signature-Ed25519',
    algorithm: 'ed25519',
    encoding: 'hex',
    signed: '{timestamp}{body}',
    timestamp: { header: 'X-Signature-Timestamp', unit: 's' },
  }),
)
