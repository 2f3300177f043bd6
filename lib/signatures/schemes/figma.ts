import { textAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { asHeaderText, plainToken, tokenClaim } from '../families/token'

/** `passcode` in the body, as the owner set it for the webhook. Nothing is signed. */
export const figma = defineScheme(
  {
    id: 'figma',
    label: 'Figma',
    kind: 'token',
    secretHint: 'The passcode of the webhook',
    docs: 'https://developers.figma.com/docs/rest-api/webhooks-security/',
    oracle: 'documentation',
    senders: ['figma'],
  },
  plainToken({
    headers: [],
    claim({ body }) {
      const event = bodyJson(body)
      const passcode = textAt(event, 'passcode')
      if (passcode === null || textAt(event, 'event_type') === null) return { found: 'nothing' }
      return tokenClaim('passcode', [asHeaderText(passcode)])
    },
    write: ({ body }, passcode) => ({ headers: [], body: utf8(JSON.stringify({ ...(bodyJson(body) as object), passcode })) }),
  }),
)
