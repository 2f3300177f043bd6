import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import { fields } from '../header-format'

/** `t=<milliseconds>, v1=<hex>`, with a space after the comma. */
export const workos = defineScheme(
  {
    id: 'workos',
    label: 'WorkOS',
    secretHint: 'The signing secret of the webhook endpoint',
    toleranceSeconds: 180,
    docs: 'https://workos.com/docs/events/data-syncing/webhooks',
    oracle: 'SDK: @workos-inc/node',
    senders: ['workos'],
  },
  hmacScheme({
    headers: [{ name: 'WorkOS-Signature', format: fields({ time: 't', signature: 'v1', between: ', ' }) }],
    signed: '{timestamp}.{body}',
    timestamp: { unit: 'ms', future: false },
  }),
)
