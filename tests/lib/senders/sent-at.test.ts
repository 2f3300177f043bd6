import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerIndex } from '#lib/senders/recognise'
import { sentAt } from '#lib/senders/sent-at'

const AT = Date.parse('2026-05-04T12:00:05.000Z')
const SECONDS = String(AT / 1000)

const at = (...headers: [string, string][]) => sentAt(headerIndex(headers))

describe('reads the time of sending', () => {
  test.each([
    ['Stripe-Signature', `t=${SECONDS},v1=5257a869e7ecebeda32affa62cdca3fa51cad7e77a0e56ff536d0ce8e108d8bd,v0=00`],
    ['Stripe-Signature', `v1=00, t=${SECONDS}`],
    ['Paddle-Signature', `ts=${SECONDS};h1=eb4d0dc8853be92b7f063b9f3ba5233eb920a09459b6e6b2c26705b4364db151`],
    ['Calendly-Webhook-Signature', `t=${SECONDS},v1=00`],
    ['WorkOS-Signature', `t=${AT}, v1=00`],
    ['Sanity-Webhook-Signature', `t=${AT},v1=tLa470fx7qkLLEcMOcEUFuBbRSkGujyskxrNXcoh0N0`],
    ['X-Buildkite-Signature', `timestamp=${SECONDS},signature=00`],
    ['webhook-timestamp', SECONDS],
    ['Svix-Timestamp', SECONDS],
    ['X-Slack-Request-Timestamp', SECONDS],
    ['X-Signature-Timestamp', SECONDS],
    ['X-Zm-Request-Timestamp', String(AT)],
    ['X-HubSpot-Request-Timestamp', String(AT)],
    ['X-Twilio-Email-Event-Webhook-Timestamp', SECONDS],
    ['X-Contentful-Timestamp', String(AT)],
    ['Sentry-Hook-Timestamp', `${SECONDS}.000`],
    ['Twitch-Eventsub-Message-Timestamp', '2026-05-04T12:00:05.000000000Z'],
    ['Paypal-Transmission-Time', '2026-05-04T12:00:05Z'],
    ['X-Zendesk-Webhook-Signature-Timestamp', '2026-05-04T12:00:05Z'],
    ['X-Shopify-Triggered-At', '2026-05-04T12:00:05.000000000Z'],
    ['ce-time', '2026-05-04T14:00:05+02:00'],
    ['Date', 'Mon, 04 May 2026 12:00:05 GMT'],
  ])('from %s: %s', (name, value) => expect(at([name, value])).toBe(AT))

  test('prefers signed headers over headers that a proxy may have added', () => {
    expect(at(['Date', 'Mon, 04 May 2026 13:00:00 GMT'], ['Stripe-Signature', `t=${SECONDS},v1=00`])).toBe(AT)
  })

  test('falls back to the next header if one cannot be read', () => {
    expect(at(['Stripe-Signature', 't=soon'], ['Date', 'Mon, 04 May 2026 12:00:05 GMT'])).toBe(AT)
  })
})

test.each([
  ['Host', SECONDS],
  ['webhook-timestamp', ''],
  ['webhook-timestamp', '12'],
  ['webhook-timestamp', '-1777896005'],
  ['webhook-timestamp', '99999999999999999999'],
  ['webhook-timestamp', '1e12'],
  ['webhook-timestamp', '0777896005'],
  ['webhook-timestamp', '٠١٢٣٤٥٦٧٨٩'],
  ['Stripe-Signature', `v1=t=${SECONDS}`],
  ['Stripe-Signature', `x${'='.repeat(60_000)}t=${SECONDS}`],
  ['Date', '2026-05-04'],
  ['Date', 'Mon, 99 May 2026 12:00:05 GMT'],
  ['Date', 'Mon, 04 Xxx 2026 12:00:05 GMT'],
  ['ce-time', '2026-05-04'],
  ['ce-time', '2026-05-04T12:00:05'],
  ['ce-time', '0000-00-00T00:00:00Z'],
])('%s: ignores %s', (name, value) => expect(at([name, value])).toBeNull())

test('never throws and never returns an invalid time', () => {
  const names = fc.constantFrom('stripe-signature', 'webhook-timestamp', 'ce-time', 'date', 'x-shopify-triggered-at')
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[-+.TZ:, =0-9tGM]{0,40}$/))
  fc.assert(
    fc.property(fc.array(fc.tuple(names, value)), (headers) => {
      const ms = at(...headers)
      if (ms !== null) expect([Number.isSafeInteger(ms), ms >= 0, ms < 253_402_300_800_000]).toEqual([true, true, true])
    }),
  )
})
