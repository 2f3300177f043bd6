/** The first value of a header, or null. Takes names in lower case. */
type Header = (name: string) => string | null

/** Milliseconds since 1970, or null if the text is not in this format. */
type Reader = (text: string) => number | null

/**
 * When the sender claims to have sent the request, in milliseconds since 1970; null if no readable header says so. Headers that are signed
 * together with the body come before headers that any proxy may have added. The claim is only shown, never relied on.
 */
export function sentAt(header: Header): number | null {
  for (const [name, read] of TIMES) {
    const text = header(name)
    const at = text === null || text.length > CHARS_MAX ? null : read(text)
    if (at !== null) return at
  }
  return null
}

/** A signature may be long, but its timestamp comes early. */
const CHARS_MAX = 2000

/** 2001 to 2286: ten digits are seconds, thirteen are milliseconds. Senders differ, and some have switched. */
const unixTime: Reader = (text) => {
  const digits = /^\s*(\d{10}|\d{13})(?:\.\d{1,9})?\s*$/.exec(text)?.[1]
  if (!digits) return null
  const ms = digits.length === 10 ? Number(text) * 1000 : Number(digits)
  return ms >= 1e12 ? Math.floor(ms) : null
}

/** RFC 3339, with a zone. */
const rfc3339: Reader = (text) => {
  const time = /^\s*(\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d))\s*$/.exec(text)?.[1]
  return time === undefined ? null : positive(Date.parse(time.toUpperCase().replace(' ', 'T')))
}

/** IMF-fixdate, https://www.rfc-editor.org/rfc/rfc9110#section-5.6.7 */
const httpDate: Reader = (text) =>
  /^\s*[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT\s*$/.test(text) ? positive(Date.parse(text)) : null

/** The timestamp inside a signature header: `t=1492774577,v1=…`, `ts=1671552777;h1=…`. */
const inSignature =
  (name: string): Reader =>
  (text) => {
    const part = text.split(/[,;]/).find((each) => each.trimStart().startsWith(`${name}=`))
    return part === undefined ? null : unixTime(part.slice(part.indexOf('=') + 1))
  }

const positive = (ms: number) => (ms >= 0 ? ms : null) // NaN is neither

const TIMES: readonly (readonly [name: string, Reader])[] = [
  ['stripe-signature', inSignature('t')], // https://docs.stripe.com/webhooks#verify-manually
  ['paddle-signature', inSignature('ts')], // https://developer.paddle.com/webhooks/signature-verification
  ['calendly-webhook-signature', inSignature('t')], // https://developer.calendly.com/api-docs/ZG9jOjM2MzE2MDM4-webhook-signatures
  ['workos-signature', inSignature('t')], // https://workos.com/docs/events/data-syncing/webhooks
  ['sanity-webhook-signature', inSignature('t')], // https://www.sanity.io/docs/webhooks
  ['x-buildkite-signature', inSignature('timestamp')], // https://buildkite.com/docs/apis/webhooks
  ['webhook-timestamp', unixTime], // https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
  ['svix-timestamp', unixTime], // https://docs.svix.com/receiving/verifying-payloads/how-manual
  ['x-slack-request-timestamp', unixTime], // https://docs.slack.dev/authentication/verifying-requests-from-slack
  ['x-signature-timestamp', unixTime], // https://discord.com/developers/docs/interactions/overview
  ['x-zm-request-timestamp', unixTime], // https://developers.zoom.us/docs/api/webhooks/
  ['x-hubspot-request-timestamp', unixTime], // https://developers.hubspot.com/docs/api/webhooks/validating-requests
  ['x-twilio-email-event-webhook-timestamp', unixTime], // https://www.twilio.com/docs/sendgrid/for-developers/tracking-events
  ['x-contentful-timestamp', unixTime], // https://www.contentful.com/developers/docs/webhooks/request-verification/
  ['sentry-hook-timestamp', unixTime], // https://docs.sentry.io/organization/integrations/integration-platform/webhooks/
  ['twitch-eventsub-message-timestamp', rfc3339], // https://dev.twitch.tv/docs/eventsub/handling-webhook-events/
  ['paypal-transmission-time', rfc3339], // https://developer.paypal.com/api/rest/webhooks/
  ['x-zendesk-webhook-signature-timestamp', rfc3339], // https://developer.zendesk.com/documentation/webhooks/verifying/
  ['x-shopify-triggered-at', rfc3339], // https://shopify.dev/docs/apps/build/webhooks/delivery-structure
  ['ce-time', rfc3339], // when it occurred; https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md
  ['date', httpDate], // https://www.rfc-editor.org/rfc/rfc9110#section-6.6.1
]
