import { defineScheme } from '../define-scheme'
import { googleToken } from '../families/google-token'

/**
 * `Authorization: Bearer <JWT>`, RS256: an ID token whose audience is the URL, or a token of `chat@system.gserviceaccount.com` whose audience
 * is the project number. The body is not signed.
 */
export const googleChat = defineScheme(
  {
    id: 'google-chat',
    label: 'Google Chat',
    kind: 'jwt',
    secretHint: 'Nothing: the keys are fetched from Google. If the audience is the project number, enter that as the secret',
    docs: 'https://developers.google.com/workspace/chat/verify-requests-from-chat',
    oracle: 'documentation',
  },
  googleToken({
    issuers: ['https://accounts.google.com', 'accounts.google.com', 'chat@system.gserviceaccount.com'],
    email: 'chat@system.gserviceaccount.com',
  }),
)
