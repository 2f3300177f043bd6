import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `X-Hub-Signature: sha256=<hex>`: the header has the name of GitHub's SHA-1 header, but the prefix gives the algorithm. */
export const bitbucket = defineScheme(
  {
    id: 'bitbucket',
    label: 'Bitbucket',
    secretHint: 'The secret of the webhook, in the repository settings under Webhooks',
    docs: 'https://support.atlassian.com/bitbucket-cloud/docs/manage-webhooks/',
    oracle: 'vector: Atlassian documentation',
    senders: ['bitbucket'],
  },
  bodyHmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
)
