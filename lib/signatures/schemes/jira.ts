import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'

/** `X-Hub-Signature: sha256=<hex>`. Webhooks of Connect and OAuth apps send a bearer JWT instead. */
export const jira = defineScheme(
  {
    id: 'jira',
    label: 'Jira and Confluence',
    secretHint: 'The secret of the webhook, in the administration under WebHooks',
    docs: 'https://developer.atlassian.com/cloud/jira/platform/webhooks/',
    oracle: 'vector: Atlassian documentation',
    senders: ['jira'],
  },
  bodyHmac({ header: 'X-Hub-Signature', prefix: 'sha256=' }),
)
