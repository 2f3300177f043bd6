import { defineScheme } from '../define-scheme'
import { tokenScheme } from '../families/token'

/** The token itself is sent; nothing is signed. */
export const buildkiteToken = defineScheme(
  {
    id: 'buildkite-token',
    label: 'Buildkite (token)',
    kind: 'token',
    secretHint: 'The token of the webhook',
    docs: 'https://buildkite.com/docs/apis/webhooks/pipelines',
    oracle: 'documentation',
    senders: ['buildkite'],
  },
  tokenScheme({ header: 'X-Buildkite-Token' }),
)
