import { defineScheme } from '../define-scheme'
import { standardWebhooksScheme } from '../families/standard-webhooks'

/** Standard Webhooks with a signing token. `X-Gitlab-Token`, a plain value, is the scheme `gitlab-token`. */
export const gitlab = defineScheme(
  {
    id: 'gitlab',
    label: 'GitLab',
    secretHint: 'The signing token of the webhook, whsec_…',
    toleranceSeconds: 300,
    docs: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
    oracle: 'documentation',
    senders: ['gitlab'],
  },
  standardWebhooksScheme(),
)
