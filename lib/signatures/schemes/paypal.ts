import { crc32 } from '#lib/core/crc32'
import { headerValue } from '#lib/core/headers'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { asymmetricScheme } from '../families/asymmetric'
import { publicKeyOf } from '../secret'

const family = asymmetricScheme({
  header: 'PAYPAL-TRANSMISSION-SIG',
  algorithm: 'rsa-sha256',
  encoding: 'base64',
  signed: '{timestamp}{body}',
  timestamp: { header: 'PAYPAL-TRANSMISSION-TIME', unit: 'iso' },
})

/**
 * RSA-SHA256 over `transmission id|time|webhook id|crc32 of the body`, the checksum as an unsigned decimal. The certificate is at
 * `PAYPAL-CERT-URL`. Events of the simulator do not verify.
 */
export const paypal = defineScheme(
  {
    id: 'paypal',
    label: 'PayPal',
    kind: 'asymmetric',
    secretHint:
      'The id of the webhook (not of an event), as the secret. The certificate is fetched from PayPal; you can also paste it as the public key',
    docs: 'https://developer.paypal.com/api/rest/webhooks/rest/#link-selfverificationmethod',
    oracle: 'documentation',
    senders: ['paypal'],
  },
  {
    ...family,
    keys: ({ publicKey }) => publicKeyOf({ secret: null, publicKey }),
    signedStrings({ headers, timestamp, material, body }) {
      const id = headerValue(headers, 'PAYPAL-TRANSMISSION-ID') ?? ''
      return [[utf8([id.trim(), timestamp, (material.secret ?? '').trim(), crc32(body)].join('|'))]]
    },
    keyUrl({ headers }) {
      const url = headerValue(headers, 'PAYPAL-CERT-URL')?.trim() ?? ''
      return /^https:\/\/api(?:-m)?\.(?:sandbox\.)?paypal\.com\/v1\/notifications\/certs\/[A-Za-z0-9_-]+$/.test(url) ? url : null
    },
  },
)
