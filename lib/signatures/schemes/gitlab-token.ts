import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** The secret itself is sent; nothing is signed. */
export const gitlabToken = defineScheme(
  {
    id: 'gitlab-token',
    label: 'GitLab (secret token)',
    kind: 'token',
    secretHint: 'The secret token of the webhook',
    docs: 'https://docs.gitlab.com/user/project/integrations/webhooks/',
    oracle: 'documentation',
    senders: ['gitlab'],
  },
  tokenScheme({ header: 'X-Gitlab-Token' }),
)
