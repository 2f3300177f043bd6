import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyForm, bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme } from '../families/body-fields'

/**
 * `signature: {timestamp, token, signature}` in the JSON body, or form fields for inbound routes; hex over timestamp and token. The event
 * itself is not signed.
 */
export const mailgun = defineScheme(
  {
    id: 'mailgun',
    label: 'Mailgun',
    secretHint: 'The HTTP webhook signing key (API security), not the API key',
    docs: 'https://documentation.mailgun.com/docs/mailgun/user-manual/webhooks/securing-webhooks',
    oracle: 'documentation',
    senders: ['mailgun'],
  },
  bodyFieldsScheme({
    field: 'signature.signature',
    algorithm: 'hmac-sha256',
    encoding: 'hex',
    timestamp: { unit: 's', future: true },
    read({ body }) {
      const json = valueAt(bodyJson(body), 'signature')
      const form = json === undefined ? new Map(bodyForm(body) ?? []) : null
      const [timestamp, token, signature] = ['timestamp', 'token', 'signature'].map(
        (name) => form?.get(name) ?? textAt(json, name),
      )
      if (timestamp == null && token == null) return null
      if (timestamp == null || token == null || signature == null) return 'it needs timestamp, token and signature'
      return [{ signature, signed: timestamp + token, timestamp }]
    },
    write({ body }, sign, timestamp) {
      const event = bodyJson(body) as { signature?: { token?: string } } | undefined
      const token = event?.signature?.token ?? ''
      return utf8(JSON.stringify({ ...event, signature: { timestamp, token, signature: sign(timestamp + token) } }))
    },
  }),
)
