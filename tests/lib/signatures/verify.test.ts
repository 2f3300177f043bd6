import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { explain } from '#lib/signatures/explain/explain'
import type { Scheme } from '#lib/signatures/scheme'
import { schemes } from '#lib/signatures/schemes/index'
import { sign } from '#lib/signatures/sign'
import { verificationSteps } from '#lib/signatures/steps'
import { verify } from '#lib/signatures/verify'
import { aRequest, material, NOW, signedRequest } from './requests'
import { SECRETS } from './secrets'

const ALL: readonly Scheme[] = Object.values(schemes)
const secret = material('a secret of the tests')

describe('a timestamp is late', () => {
  const at = (scheme: Scheme, ageMs: number, toleranceSeconds?: number) => {
    const request = signedRequest(scheme, aRequest('{}'), SECRETS[scheme.id as 'svix'] ?? secret)
    return verify(scheme, request, SECRETS[scheme.id as 'svix'] ?? secret, {
      now: NOW + ageMs,
      ...(toleranceSeconds === undefined ? {} : { toleranceSeconds }),
    }).verdict
  }

  test.each([
    ['stripe', 300_000, 'valid'],
    ['stripe', 300_999, 'valid'], // compared in whole seconds, like in the SDK
    ['stripe', 301_000, 'late'],
    ['stripe', -86_400_000, 'valid'], // Stripe's libraries refuse only old timestamps
    ['slack', 301_000, 'late'],
    ['slack', -300_000, 'valid'],
    ['slack', -301_000, 'late'],
    ['svix', -301_000, 'late'],
    ['hubspot', 300_000, 'valid'], // milliseconds
    ['hubspot', 300_001, 'late'],
    ['github', 1e12, 'valid'], // signs no time
    ['sendgrid', 0, null],
  ] as const)('%s after %i ms: %s', (id, age, verdict) => {
    if (verdict !== null) expect(at(schemes[id], age)).toBe(verdict)
  })

  test("by the owner's tolerance, if one is set", () => {
    expect(at(schemes.stripe, 301_000, 600)).toBe('valid')
    expect(at(schemes.stripe, 11_000, 10)).toBe('late')
    expect(at(schemes.stripe, 1000, 0)).toBe('late')
  })
})

test('returns the time of signing and the age at arrival', () => {
  const request = signedRequest(schemes.stripe, aRequest('{}'), secret)
  expect(verify(schemes.stripe, request, secret, { now: NOW + 1500 })).toMatchObject({
    header: 'Stripe-Signature',
    signedAt: NOW,
    ageSeconds: 1,
    matched: 0,
  })
})

describe('an empty secret verifies nothing', () => {
  test.each(ALL)('$id', (scheme) => {
    const empty = material('')
    const signed = scheme.sign && sign(scheme, aRequest('{}'), secret, { now: NOW, id: '1' })
    const request = signed?.ok ? signedRequest(scheme, aRequest('{}'), secret) : aRequest('{}')
    expect(verify(scheme, request, empty, { now: NOW }).verdict).not.toBe('valid')
    expect(verify(scheme, request, material(null), { now: NOW }).verdict).not.toBe('valid')
  })

  test('even if the header is also empty', () => {
    expect(
      verify(schemes.telegram, aRequest('{}', { 'X-Telegram-Bot-Api-Secret-Token': '' }), material(''), { now: NOW }).verdict,
    ).toBe('invalid')
  })
})

test('finds the signature in a header that is sent twice', () => {
  const { headers, ...request } = signedRequest(schemes.github, aRequest('{}'), secret)
  const wrong = ['X-Hub-Signature-256', `sha256=${'0'.repeat(64)}`] as const
  expect(verify(schemes.github, { ...request, headers: [wrong, ...headers] }, secret, { now: NOW })).toMatchObject({
    verdict: 'valid',
    matched: 1,
  })
  expect(verify(schemes.github, { ...request, headers: [...headers, wrong] }, secret, { now: NOW })).toMatchObject({
    verdict: 'valid',
    matched: 0,
  })
})

test("uses the owner's URL with the request's query", () => {
  const known = 'https://shop.example/hook'
  const request = {
    ...signedRequest(schemes.square, aRequest('{}'), secret, { url: `${known}?a=1` }),
    url: 'http://127.0.0.1:3000/in/bin?a=1',
  }
  expect(verify(schemes.square, request, secret, { now: NOW, url: known }).verdict).toBe('valid')
  expect(verify(schemes.square, request, secret, { now: NOW, url: `${known}?a=1` }).verdict).toBe('valid')
  expect(verify(schemes.square, request, secret, { now: NOW, url: `${known}?b=1` }).verdict).toBe('invalid')
  expect(verify(schemes.square, request, secret, { now: NOW }).verdict).toBe('invalid')
})

describe('never throws', () => {
  const headerNames = [
    ...new Set(ALL.flatMap(({ headers }) => headers)),
    'webhook-id',
    'webhook-timestamp',
    'x-slack-request-timestamp',
    'content-type',
  ]
  const anyHeaders = fc.array(
    fc.tuple(
      fc.oneof(fc.constantFrom(...headerNames), fc.string({ minLength: 1 })),
      fc.oneof(fc.string(), fc.constantFrom('t=1,v1=a', 'v1,a v1a,b', 'a.b.c', 'e30.e30.', 'sha256=', '1,2')),
    ),
    { maxLength: 200 },
  )
  const anyBody = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((text) => new TextEncoder().encode(text)),
    fc.webQueryParameters().map((text) => new TextEncoder().encode(text)),
  )
  const anyText = fc.option(
    fc.oneof(fc.string(), fc.constantFrom('whsec_', 'whsk_AAAA', 'whpk_', '-----BEGIN PUBLIC KEY-----', '{}')),
  )

  test.each(ALL)('$id, whatever the request', (scheme) => {
    fc.assert(
      fc.property(
        anyHeaders,
        anyBody,
        anyText,
        anyText,
        fc.oneof(fc.webUrl(), fc.string()),
        (headers, body, text, publicKey, url) => {
          const request = { method: 'POST', url, headers, body }
          const verification = verify(scheme, request, material(text, publicKey), { now: NOW })
          verificationSteps(scheme, request, material(text, publicKey), verification, { now: NOW })
          sign(scheme, request, material(text, publicKey), { now: NOW, id: '1' })
        },
      ),
      { numRuns: 60 },
    )
  })

  test('explaining does not throw either', () => {
    fc.assert(
      fc.property(fc.constantFrom(...ALL), anyHeaders, anyBody, anyText, (scheme, headers, body, text) => {
        const request = { method: 'POST', url: 'https://example.com/?a=%', headers, body }
        expect(explain({ scheme, request, material: material(text), options: { now: NOW } }).causes.length).toBeLessThan(10)
      }),
      { numRuns: 300 },
    )
  })

  test('with a body of 12 MiB, deep JSON, and times out of range', () => {
    const large = new Uint8Array(12 * 1_048_576).fill(0x5b)
    for (const id of ['github', 'adyen', 'mailgun', 'braintree', 'aws-sns'] as const) {
      expect(verify(schemes[id], { ...aRequest('{}'), body: large }, secret, { now: NOW }).verdict).not.toBe('valid')
    }
    const deep = aRequest('['.repeat(100_000), { 'X-Hub-Signature-256': `sha256=${'0'.repeat(64)}` })
    expect(explain({ scheme: schemes.github, request: deep, material: secret, options: { now: NOW } }).verdict).toBe('invalid')
    for (const time of ['9'.repeat(16), '0', '-1', '1e9', '99999999999999999999']) {
      const request = aRequest('{}', { 'Stripe-Signature': `t=${time},v1=${'0'.repeat(64)}` })
      expect(explain({ scheme: schemes.stripe, request, material: secret, options: { now: NOW } }).verdict).toBe('invalid')
    }
  })
})
