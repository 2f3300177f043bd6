import { textAt, valueAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { bodyFieldsScheme, type SignedField } from '../families/body-fields'
import { decodedKey } from '../secret'

/**
 * `additionalData.hmacSignature` of each item: base64 over eight of its fields, joined with colons and without escaping. The rest of the
 * body is not signed.
 */
export const adyen = defineScheme(
  {
    id: 'adyen',
    label: 'Adyen',
    secretHint: 'The HMAC key of the webhook (hex)',
    docs: 'https://docs.adyen.com/development-resources/webhooks/verify-hmac-signatures/',
    oracle: 'vector: adyen-node-api-library tests',
    senders: ['adyen'],
  },
  bodyFieldsScheme({
    field: 'additionalData.hmacSignature',
    algorithm: 'hmac-sha256',
    encoding: 'base64',
    key: decodedKey('hex'),
    read({ body }) {
      const items = valueAt(bodyJson(body), 'notificationItems')
      if (!Array.isArray(items) || items.length === 0) return null
      const fields = items.map(signedField)
      return fields.every((field) => field !== null) ? fields : 'an item has no additionalData.hmacSignature'
    },
    write(request, sign) {
      const notification = bodyJson(request.body) as { notificationItems: { NotificationRequestItem: Item }[] }
      for (const { NotificationRequestItem: item } of notification.notificationItems) {
        item.additionalData = { ...item.additionalData, hmacSignature: sign(signedText(item)) }
      }
      return utf8(JSON.stringify(notification))
    },
  }),
)

type Item = { additionalData?: Record<string, unknown> }

function signedField(each: unknown): SignedField | null {
  const item = valueAt(each, 'NotificationRequestItem')
  const signature = textAt(item, 'additionalData', 'hmacSignature')
  return signature === null ? null : { signature, signed: signedText(item) }
}

function signedText(item: unknown): string {
  const paths = [
    ['pspReference'],
    ['originalReference'],
    ['merchantAccountCode'],
    ['merchantReference'],
    ['amount', 'value'],
    ['amount', 'currency'],
    ['eventCode'],
    ['success'],
  ]
  return paths.map((path) => (valueAt(item, ...path) === true ? 'true' : (textAt(item, ...path) ?? ''))).join(':')
}
