import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'
import { decodedKey } from '../secret'

/** `Authorization: HMAC <base64>`; the key is base64. */
export const microsoftTeams = defineScheme(
  {
    id: 'microsoft-teams',
    label: 'Microsoft Teams outgoing webhook',
    secretHint: 'The security token shown when the outgoing webhook was created',
    docs: 'https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/add-outgoing-webhook',
    oracle: 'documentation',
  },
  bodyHmac({ header: 'Authorization', prefix: 'HMAC ', encoding: 'base64', key: decodedKey('base64') }),
)
