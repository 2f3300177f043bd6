import { defineScheme } from '../define-scheme'
import { googleToken } from '../families/google-token'

/**
 * `Authorization: Bearer <JWT>`, an ID token from Google, RS256. Receivers must check `email`, which names the service account. The body is
 * not signed.
 */
export const googlePubsub = defineScheme(
  {
    id: 'google-pubsub',
    label: 'Google Cloud Pub/Sub',
    kind: 'jwt',
    secretHint:
      'Nothing: the keys are fetched from Google. If the audience is not the URL of the endpoint, enter it as the secret',
    docs: 'https://cloud.google.com/pubsub/docs/authenticate-push-subscriptions',
    oracle: 'documentation',
    senders: ['google-pubsub'],
  },
  googleToken({ issuers: ['https://accounts.google.com', 'accounts.google.com'] }),
)
