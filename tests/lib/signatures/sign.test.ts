import { describe, expect, test } from 'vitest'
import type { Scheme } from '#lib/signatures/scheme'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'
import { detectableBreaks, sign } from '#lib/signatures/sign'
import { verify } from '#lib/signatures/verify'
import { applied, aRequest, FORM, material, NOW, signedRequest } from './requests'
import { SECRETS } from './secrets'

const ALL = Object.entries(schemes) as [SchemeId, Scheme][]
const SIGNING = ALL.filter(([, scheme]) => scheme.sign)
const BODIES: Record<string, string> = {
  adyen:
    '{"live":"false","notificationItems":[{"NotificationRequestItem":{"pspReference":"7914","merchantAccountCode":"Shop","merchantReference":"order 1","amount":{"value":1000,"currency":"EUR"},"eventCode":"AUTHORISATION","success":"true"}}]}',
  mailgun: '{"signature":{"timestamp":"1","token":"abc","signature":"none"},"event-data":{"event":"opened"}}',
  'dropbox-sign': '{"event":{"event_time":"1","event_type":"account_confirmed","event_hash":"none"}}',
  'microsoft-graph': '{"value":[{"clientState":"none","subscriptionId":"1"},{"clientState":"none","subscriptionId":"1"}]}',
  linear: '{"action":"create","data":{"id":"1"},"webhookTimestamp":1676056940508}',
  figma: '{"event_type":"PING","passcode":"none"}',
}
const FORMS: Record<string, string> = {
  twilio: 'CallSid=CA1&From=%2B1415&Caller=%2B1415&Digits=1234',
  mandrill: 'mandrill_events=%5B%7B%22event%22%3A%22open%22%7D%5D',
  braintree: 'bt_signature=none&bt_payload=eyJraW5kIjoiY2hlY2sifQ%3D%3D%0A',
}

function requestFor(id: SchemeId) {
  const form = FORMS[id]
  return form === undefined ? aRequest(BODIES[id] ?? '{"id":1,"amount":1099}') : aRequest(form, { 'content-type': FORM })
}

describe.each(SIGNING)('%s', (id, scheme) => {
  const secret = SECRETS[id] ?? material('a secret of the tests')

  test('its signature is valid, also after signing again', () => {
    const once = signedRequest(scheme, requestFor(id), secret)
    const twice = signedRequest(scheme, once, secret, { now: NOW + 60_000, id: 'msg_2' })
    expect(verify(scheme, once, secret, { now: NOW }).verdict).toBe('valid')
    expect(verify(scheme, twice, secret, { now: NOW + 60_000 }).verdict).toBe('valid')
  })

  test.each(detectableBreaks(scheme))('a signature broken by %s is not valid', (broken) => {
    const request = signedRequest(scheme, requestFor(id), secret, { break: broken })
    expect(verify(scheme, request, secret, { now: NOW }).verdict).toBe(broken === 'timestamp' ? 'late' : 'invalid')
  })

  test("signs for the target's URL", () => {
    const url = 'http://localhost:4000/other'
    const request = signedRequest(scheme, requestFor(id), secret, { url })
    expect(
      verify(scheme, { ...request, url: request.url.startsWith(url) ? request.url : url }, secret, { now: NOW }).verdict,
    ).toBe('valid')
  })

  test('reports an empty secret', () => {
    expect(sign(scheme, requestFor(id), material(''), { now: NOW, id: 'msg_1' })).toMatchObject({ ok: false })
  })
})

test.each(ALL.filter(([, scheme]) => !scheme.sign))('%s can be signed only by the provider, and says so', (_, scheme) => {
  expect(detectableBreaks(scheme)).toEqual([])
  expect(sign(scheme, aRequest('{}'), material('secret'), { now: NOW, id: '1' })).toEqual({
    ok: false,
    fault: 'sign',
    reason: expect.stringContaining(scheme.label),
  })
})

test('refuses to break what a scheme does not sign, and says why', () => {
  const options = { now: NOW, id: '1' }
  expect(sign(schemes.github, aRequest('{}'), material('s'), { ...options, break: 'timestamp' })).toEqual({
    ok: false,
    fault: 'break',
    reason: 'GitHub signs no timestamp that expires, so an old request is as valid as a new one.',
  })
  expect(sign(schemes.telegram, aRequest('{}'), material('s'), { ...options, break: 'body' })).toMatchObject({ ok: false })
  expect(sign(schemes.telegram, aRequest('{}'), material('s'), { ...options, break: 'secret' })).toMatchObject({ ok: false })
})

test.each(SIGNING)('%s signs only what its receiver accepts, or refuses, whatever the body', (id, scheme) => {
  const secret = SECRETS[id] ?? material('a secret of the tests')
  for (const request of [aRequest('{"a":1}'), aRequest('a=1&b=2', { 'content-type': FORM }), aRequest('hello 1'), aRequest('')]) {
    for (const broken of [undefined, 'signature', 'timestamp', 'body', 'secret'] as const) {
      const signed = sign(scheme, request, secret, { now: NOW, id: 'msg_1', ...(broken ? { break: broken } : {}) })
      if (!signed.ok) continue
      const { verdict } = verify(scheme, applied(request, signed), secret, { now: NOW })
      expect({ id, broken, isValid: verdict === 'valid' }).toEqual({ id, broken, isValid: broken === undefined })
    }
  }
})

test('refuses a request without the fields that the scheme reads, and a break that changes nothing signed', () => {
  const options = { now: NOW, id: '1' }
  expect(sign(schemes.figma, aRequest('{}'), material('s'), options)).toMatchObject({ ok: false, fault: 'sign' })
  expect(sign(schemes.braintree, aRequest('{}'), material('s', 'public'), options)).toMatchObject({ ok: false, fault: 'sign' })
  expect(sign(schemes.linear, aRequest('{}'), material('s'), { ...options, break: 'timestamp' })).toMatchObject({
    fault: 'break',
  })
  expect(sign(schemes.mandrill, aRequest('{}'), material('s'), { ...options, break: 'body' })).toMatchObject({ fault: 'break' })
})

test('signs the older header again only if the request has it', () => {
  const request = aRequest('{}', { 'X-Hub-Signature': 'sha1=00', 'X-Hub-Signature-256': 'sha256=00' })
  const names = (each: typeof request) => signedRequest(schemes.github, each, material('s')).headers.map(([name]) => name)
  expect(names(request)).toEqual(['content-type', 'X-Hub-Signature', 'X-Hub-Signature-256'])
  expect(names(aRequest('{}'))).toEqual(['content-type', 'X-Hub-Signature-256'])
})

test('removes the signature of a key that is not available', () => {
  const request = aRequest('{}', { 'BOX-SIGNATURE-SECONDARY': 'AAAA' })
  expect(signedRequest(schemes.box, request, material('s')).headers.map(([name]) => name)).not.toContain(
    'BOX-SIGNATURE-SECONDARY',
  )
})
