import { createRequire } from 'node:module'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Capture } from '#lib/core/capture'
import * as steps from '#lib/core/redact'
import { redactHeaders, redactSummary } from '#lib/core/redact'
import { redactQuery } from '#lib/core/redact/fields'
import { redactJson as jsonSteps } from '#lib/core/redact/json'
import { isSecretName, REDACTED } from '#lib/core/redact/names'
import { newBudget, runSteps } from '#lib/core/redact/steps'
import { redactText, redactValue } from '#lib/core/redact/text'
import { aCapture, planted } from './redact-captures'

const redactCapture = (capture: Capture) => runSteps(steps.redactCapture(capture, null))
const redactJson = (text: string) =>
  runSteps(jsonSteps(text, { wrappings: 0, redactString: redactValue }, newBudget(text.length)))

describe.each(planted)('a capture from $provider', ({ capture, secrets, stays }) => {
  const shown = redactCapture(capture)
  const text = [JSON.stringify({ ...shown, body: null }), shown.body.data, decodeURIComponent(shown.body.data)].join('\n')

  test.each(secrets)('does not show %s', (secret) => {
    expect(JSON.stringify(capture)).toContain(secret)
    expect(text).not.toContain(secret)
  })

  test.each(stays)('still shows %s', (word) => expect(text).toContain(word))

  test('keeps size and header order, and reveals no hash', () => {
    expect([shown.bodySize, shown.bodySha256, shown.bodyCrc32]).toEqual([capture.bodySize, null, null])
    expect(shown.headers.map(([name]) => name)).toEqual(capture.headers.map(([name]) => name))
    expect(shown.bodyShown).toBe('masked')
  })

  test('reveals no more in the summary', () => {
    const { id, path, query, contentType, userAgent } = redactSummary(capture, null)
    expect([id, path, query, contentType, userAgent]).toEqual([
      shown.id,
      shown.path,
      shown.query,
      shown.contentType,
      shown.userAgent,
    ])
  })

  test('redacting twice changes nothing', () => {
    expect(redactCapture(shown)).toEqual(shown)
  })
})

test("in GitHub's 170 published payloads, changes only values whose names say that they are secret", () => {
  const examples = createRequire(import.meta.url)('@octokit/webhooks-examples') as { examples: unknown[] }[]
  const changed = new Set<string>()
  for (const payload of examples.flatMap((each) => each.examples)) {
    const before = JSON.stringify(payload)
    collectChanged(payload, JSON.parse(redactJson(before)!), '', changed)
  }
  expect([...changed].filter((name) => !/secret|token|signature|_url$/.test(name))).toEqual([])
})

function collectChanged(before: unknown, after: unknown, name: string, changed: Set<string>): void {
  if (typeof before !== 'object' || before === null || typeof after !== 'object') {
    if (before !== after) changed.add(name)
    return
  }
  for (const [key, value] of Object.entries(before)) {
    collectChanged(value, (after as Record<string, unknown>)[key], Array.isArray(before) ? name : key, changed)
  }
}

describe('names', () => {
  test.each([
    ['Authorization', 'header'],
    ['X-API-Key', 'header'],
    ['Ocp-Apim-Subscription-Key', 'header'],
    ['X-Gitlab-Token', 'header'],
    ['Proxy-Authorization', 'header'],
    ['COOKIE', 'header'],
    ['Webhook-Signature', 'header'],
    ['x-auth', 'header'],
    ['key', 'field'],
    ['sig', 'field'],
    ['user[password]', 'field'],
    ['X-Amz-Security-Token', 'field'],
    ['api_key', 'json'],
    ['apiKeys', 'json'],
    ['AWSSecretAccessKey', 'json'],
    ['privateKeyPem', 'json'],
    ['ｐａｓｓｗｏｒｄ', 'json'],
    ['otp', 'json'],
  ] as const)('%s in a %s is a credential', (name, place) => expect(isSecretName(name, place)).toBe(true))

  test.each([
    ['author', 'json'],
    ['key', 'json'],
    ['primary_key', 'json'],
    ['AccountSid', 'field'],
    ['Idempotency-Key', 'header'],
    ['SignatureVersion', 'json'],
    ['monkey', 'header'],
    ['spinner', 'json'],
    ['', 'json'],
  ] as const)('%s in a %s is not a credential', (name, place) => expect(isSecretName(name, place)).toBe(false))
})

describe('bodies', () => {
  const bodyOf = (fields: Partial<Capture>) => redactCapture(aCapture(fields))

  test.each([
    ['binary', { body: { encoding: 'base64' as const, data: '/w==' } }],
    ['plain text', { body: { encoding: 'utf8' as const, data: 'the password is swordfish' } }],
    ['broken JSON', { body: { encoding: 'utf8' as const, data: '{"password":"swordfish"' } }],
    ['a bare JSON string', { body: { encoding: 'utf8' as const, data: '"swordfish"' } }],
    ['XML', { headers: [['Content-Type', 'text/xml']] as const, body: { encoding: 'utf8' as const, data: '<p>swordfish</p>' } }],
    ['JSON nested too deeply', { body: { encoding: 'utf8' as const, data: `${'['.repeat(200)}1${']'.repeat(200)}` } }],
    ['JSON over a megabyte', { body: { encoding: 'utf8' as const, data: JSON.stringify(['x'.repeat(1_048_577)]) } }],
  ])('withholds %s', (_name, fields) => {
    expect(bodyOf(fields)).toMatchObject({ body: { encoding: 'utf8', data: '' }, bodyShown: 'withheld' })
  })

  test('keeps the notation of unmasked JSON: white space, numbers, duplicate keys', () => {
    const text = ' { "a" : 1.50e+2 , "a":[ ], "é": "\\u0041" } '
    expect(redactJson(text)).toBe(text)
  })

  test('masks every type of value, and every duplicate key', () => {
    expect(redactJson('{"token":12345,"token":{"a":["x"]},"token":["y"],"token":null,"token":true,"token":""}')).toBe(
      `{"token":"${REDACTED}","token":"${REDACTED}","token":"${REDACTED}","token":null,"token":true,"token":""}`,
    )
  })

  test('masks a whole value if its name says that it is secret, even if part of it would suffice', () => {
    expect(redactJson('{"password":"first?key=second"}')).toBe(`{"password":"${REDACTED}"}`)
    expect(redactQuery('password=first%3Fkey%3Dsecond')).toBe(`password=${REDACTED}`)
  })

  test('keeps the notation of unmasked form fields', () => {
    const text = 'a=%41&b=c+d&&=&e&%zz=%zz;f=1'
    expect(redactQuery(text)).toBe(text)
  })

  test('shows an empty body as empty', () => {
    expect(bodyOf({ body: { encoding: 'utf8', data: '' } })).toMatchObject({ body: { data: '' }, bodyShown: 'masked' })
  })
})

test('masks replies and deliveries in the same way', () => {
  expect(
    runSteps(
      steps.redactResponse({ status: 200, headers: [['X-Api-Key', 'swordfish']], body: '{"secret":"swordfish"}', delayMs: 0 }),
    ),
  ).toEqual({ status: 200, headers: [['X-Api-Key', REDACTED]], body: `{"secret":"${REDACTED}"}`, delayMs: 0 })
  const delivery = runSteps(
    steps.redactDelivery(
      {
        id: 'dl_1',
        captureId: 'cap_x_1',
        url: 'https://u:swordfish@target.example/a/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c3dvcmRmaXNo?key=swordfish#a',
        method: 'POST',
        requestHeaders: [['Authorization', 'Bearer swordfish']],
        requestBodySize: 1,
        status: 200,
        responseHeaders: [['Set-Cookie', 'swordfish']],
        responseBody: { encoding: 'utf8', data: 'swordfish', truncated: true },
        error: { code: 'x', message: 'GET https://u:swordfish@target.example' },
        startedAt: '2026-01-01T00:00:00.000Z',
        timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 1 },
        via: 'resend',
        forwardId: null,
        attempt: null,
      },
      null,
    ),
  )
  expect(JSON.stringify(delivery)).not.toMatch(/swordfish|c3dvcmRmaXNo/)
  expect(delivery.responseBody.truncated).toBe(true)
})

const NAMES = [
  'password',
  'apiKey',
  'X-Auth-Token',
  'client_secret',
  'SIGNATURE',
  'session-id',
  'accessKey',
  'user[password]',
  'Set-Cookie',
]
const secret = fc.stringMatching(/^[a-zA-Z0-9]{12,24}$/).map((text) => `zq${text}`)
const plainName = fc.stringMatching(/^[b-d]{1,8}$/)

function nested(value: unknown, depth: number): unknown {
  if (depth === 0) return value
  const inner = nested(value, depth - 1)
  if (depth % 3 === 0) return [1, inner, null]
  return depth % 3 === 1 ? { b: inner } : { b: JSON.stringify(inner) }
}

test('no planted secret survives anywhere', () => {
  const planting = fc.record({
    name: fc.constantFrom(...NAMES),
    value: secret,
    other: plainName,
    depth: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(planting, ({ name, value, other, depth }) => {
      const pair = `${encodeURIComponent(name)}=${value}`
      const captures = [
        aCapture({ headers: [[name, value]], trailers: [[name, value]] }),
        aCapture({ query: `${other}=1&${pair}`, url: `/in/b?${other}=1&${pair}` }),
        aCapture({ headers: [['Referer', `https://x.example/?${other}=1&${pair}`]] }),
        aCapture({ body: { encoding: 'utf8', data: JSON.stringify(nested({ [other]: 1, [name]: value }, depth)) } }),
        aCapture({ body: { encoding: 'utf8', data: JSON.stringify(nested([{ name, value }], depth)) } }),
        aCapture({
          headers: [['content-type', 'application/x-www-form-urlencoded']],
          body: {
            encoding: 'utf8',
            data: `${other}=${encodeURIComponent(JSON.stringify(nested({ [name]: value }, depth)))}&${pair}`,
          },
        }),
      ]
      for (const capture of captures) expect(JSON.stringify(redactCapture(capture))).not.toContain(value)
    }),
  )
})

test('redacted JSON is JSON of the same shape, and a body without credentials is unchanged', () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 5 }), (text) => {
      const clean = redactJson(text)
      if (!/^\s*[[{]/.test(text)) expect(clean).toBeNull()
      else expect(() => JSON.parse(clean!)).not.toThrow()
    }),
  )
  fc.assert(
    fc.property(fc.dictionary(plainName, fc.oneof(plainName, fc.integer(), fc.constant(null))), (value) => {
      expect(redactJson(JSON.stringify(value))).toBe(JSON.stringify(value))
    }),
  )
})

test('never throws, whatever a sender wrote', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (a, b) => {
      redactText(a)
      redactQuery(a)
      redactJson(a)
      redactHeaders([[a, b]])
      redactSummary(aCapture({ path: a, query: b, userAgent: a }), null)
    }),
  )
})

test.each([
  'eyJ-'.repeat(250_000),
  'a.'.repeat(500_000),
  'A'.repeat(1_000_000),
  'bearer '.repeat(140_000),
  '?'.repeat(1_000_000),
  'pi_secret_'.repeat(100_000),
  '-----BEGIN PRIVATE KEY'.repeat(45_000),
  'SG.'.repeat(330_000),
  '='.repeat(1_000_000),
  ' '.repeat(1_000_000),
])('hides a megabyte of hostile text without reading it: %#', (text) => {
  expect(redactText(text)).toBe(REDACTED)
  expect(redactQuery(text)).toBe(REDACTED)
  expect(redactHeaders([[text, text]])).toEqual([[REDACTED, REDACTED]])
  const json = JSON.stringify({ [text]: text })
  const reading = newBudget(json.length)
  expect(runSteps(jsonSteps(json, { wrappings: 0, redactString: redactValue }, reading))).toBe(`{"${REDACTED}":"${REDACTED}"}`)
  const spent = newBudget(json.length).left - reading.left
  expect(spent).toBeLessThan(3 * json.length) // at most: the name, its value, and as plain text
})
