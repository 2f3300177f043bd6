import { utf8Text } from '#lib/core/content'
import { valueAt } from '#lib/senders/json-path'
import { bodyJson } from '../body-json'
import { utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { bodyHmac } from '../families/hmac'
import type { SignatureRequest, Signing } from '../scheme'

const family = bodyHmac({ header: 'Linear-Signature' })

/** Hex. The timestamp is in the body (`webhookTimestamp`, milliseconds), and Linear's SDK checks it. */
export const linear = defineScheme(
  {
    id: 'linear',
    label: 'Linear',
    secretHint: 'The signing secret of the webhook (Settings, API, Webhooks)',
    toleranceSeconds: 60,
    docs: 'https://linear.app/developers/webhooks',
    oracle: 'SDK: @linear/sdk',
    senders: ['linear'],
  },
  {
    ...family,
    timestamp: { unit: 'ms', future: true },
    claim(request) {
      const claim = family.claim(request)
      return claim.found === 'signatures' ? { ...claim, signedAt: timestampOf(request) } : claim
    },
    sign(signing) {
      const body = withTimestamp(signing)
      return { ...family.sign!({ ...signing, request: { ...signing.request, body } }), body }
    },
  },
)

function timestampOf({ body }: Pick<SignatureRequest, 'body'>): number | null {
  const time = valueAt(bodyJson(body), 'webhookTimestamp')
  return typeof time === 'number' && Number.isFinite(time) ? time : null
}

/** Replaces only the number and keeps all other bytes. */
function withTimestamp({ request, now }: Signing): Uint8Array {
  const [time, text] = [timestampOf(request), utf8Text(request.body)]
  if (time === null || text === null) return request.body
  return utf8(
    text.replace(new RegExp(`("webhookTimestamp"\\s*:\\s*)${time}(?![\\d.eE])`), (_, name: string) => name + Math.floor(now)),
  )
}
