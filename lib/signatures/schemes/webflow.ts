import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'

/** Hex over `timestamp:body`, the timestamp in milliseconds. */
export const webflow = defineScheme(
  {
    id: 'webflow',
    label: 'Webflow',
    secretHint: 'The secret key of the webhook, or the client secret of the OAuth app that created it',
    toleranceSeconds: 300,
    docs: 'https://developers.webflow.com/data/docs/working-with-webhooks#validating-request-signatures',
    oracle: 'SDK: webflow-api',
  },
  hmacScheme({
    headers: [{ name: 'x-webflow-signature' }],
    signed: '{timestamp}:{body}',
    timestamp: { header: 'x-webflow-timestamp', unit: 'ms', future: false },
  }),
)
