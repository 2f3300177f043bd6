import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { SignatureReport } from '#lib/signatures/report'
import { badFields, openApi, type TestApi } from './test-api'

let api: TestApi
let key: string
beforeAll(async () => {
  api = await openApi({ limitWritesPerKey: null })
  ;({ key } = await api.makeBin())
})
afterAll(() => api.close())

const SECRET = "It's a Secret to Everybody"
const BODY = 'Hello, World!'
const signed = (body: string) => `sha256=${createHmac('sha256', SECRET).update(body).digest('hex')}`
const check = (body: object) => api.call('POST', '/api/v1/signature-check', { key, body })
const github = (header: string, more: object = {}) =>
  check({
    scheme: 'github',
    secret: SECRET,
    headers: [['X-Hub-Signature-256', header]],
    body: { encoding: 'utf8', data: BODY },
    ...more,
  })

test('lists at least 55 schemes and custom', async () => {
  const response = await api.call('GET', '/api/v1/signature-schemes')
  const { schemes } = (await response.json()) as { schemes: { id: string }[] }
  expect(schemes.length).toBeGreaterThan(55)
  expect(schemes).toContainEqual({
    id: 'stripe',
    label: 'Stripe',
    kind: 'hmac',
    canSign: true,
    needsUrl: false,
    secretHint: expect.any(String),
    toleranceSeconds: 300,
    docs: 'https://docs.stripe.com/webhooks#verify-manually',
  })
  expect(schemes.find(({ id }) => id === 'discord')).toMatchObject({ kind: 'asymmetric', canSign: false })
  expect(schemes.at(-1)).toMatchObject({ id: 'custom' })
})

test('reports on a valid signature', async () => {
  const response = await github(signed(BODY))
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    verdict: 'valid',
    scheme: 'github',
    secretId: null,
    header: 'X-Hub-Signature-256',
    signedAt: null,
    ageSeconds: null,
    toleranceSeconds: null,
    steps: expect.arrayContaining([{ name: 'Signed string', value: BODY }]),
    causes: [],
    triedCount: 0,
    tookMs: expect.any(Number),
  })
})

test('explains why a signature is wrong, without revealing the secret', async () => {
  const report = (await (await github(signed(`${BODY}\n`))).json()) as SignatureReport
  expect(report).toMatchObject({ verdict: 'invalid', causes: [{ code: 'body_newline', certain: true }] })
  expect(JSON.stringify(report)).not.toContain('Everybody')
})

test('the report, not an error, says what is wrong with an unreadable secret', async () => {
  const report = (await (
    await github(signed(BODY), { scheme: 'airtable', secret: '§', headers: [['x-airtable-content-mac', 'hmac-sha256=00']] })
  ).json()) as SignatureReport
  expect(report).toMatchObject({ verdict: 'invalid' })
  expect(report.causes.map(({ code }) => code)).toContain('wrong_secret_kind')
})

test("accepts a base64 body, and the caller's time and URL", async () => {
  const headers = [
    [
      'Stripe-Signature',
      `t=1700000000,v1=${createHmac('sha256', 'whsec_x').update(Buffer.from('1700000000.\xff', 'latin1')).digest('hex')}`,
    ],
  ]
  const stripe = { scheme: 'stripe', secret: 'whsec_x', headers, body: { encoding: 'base64', data: '/w==' } }
  expect(await (await check({ ...stripe, now: '2023-11-14T22:13:21Z' })).json()).toMatchObject({
    verdict: 'valid',
    ageSeconds: 1,
    signedAt: '2023-11-14T22:13:20.000Z',
  })
  expect(await (await check(stripe)).json()).toMatchObject({
    verdict: 'late',
    causes: [{ code: 'timestamp_late', certain: true }],
  })
  const square = createHmac('sha256', 'key').update(`https://shop.example/hook${BODY}`).digest('base64')
  const request = {
    scheme: 'square',
    secret: 'key',
    headers: [['x-square-hmacsha256-signature', square]],
    body: { encoding: 'utf8', data: BODY },
  }
  expect(await (await check({ ...request, url: 'https://shop.example/hook' })).json()).toMatchObject({ verdict: 'valid' })
  expect(await badFields(await check(request))).toEqual(['url'])
})

describe('answers 422 to', () => {
  test.each([
    ['an unknown scheme', { scheme: 'nobody' }, 'scheme'],
    ['a name that every object has', { scheme: 'constructor' }, 'scheme'],
    ['no secret', { secret: undefined }, 'secret'],
    ['a public key that is none', { scheme: 'discord', secret: undefined, publicKey: '§' }, 'publicKey'],
    [
      'a template for another scheme',
      { custom: { header: 'X', algorithm: 'sha256', encoding: 'hex', signed: '{body}' } },
      'custom',
    ],
    ['a header that is none', { headers: [['X Y', '1']] }, 'headers.0.0'],
    ['a body that is not base64', { body: { encoding: 'base64', data: '!' } }, 'body.data'],
    ['a time without a zone', { now: '2023-11-14T22:13:21' }, 'now'],
    ['a relative URL', { url: '/hook' }, 'url'],
  ])('%s', async (_, change, path) => {
    expect(await badFields(await github(signed(BODY), change))).toEqual([path])
  })
})

test('explains a body of 1 MiB while others are answered', async () => {
  const items = Array.from({ length: 12_000 }, (_, id) => ({
    id,
    name: `Zoë ${id}`,
    url: 'https://example.com/a?b=1',
    tags: ['a'],
  }))
  const data = JSON.stringify({ items })
  const slow = github(`sha256=${'0'.repeat(64)}`, { body: { encoding: 'utf8', data } })
  let answeredMeanwhile = 0
  const others = async () => {
    for (let i = 0; i < 3; i++) {
      await api.call('GET', '/api/v1/bins', { key })
      answeredMeanwhile += 1
    }
  }
  const [report] = await Promise.all([
    slow.then(async (response) => ({ at: answeredMeanwhile, body: (await response.json()) as SignatureReport })),
    others(),
  ])
  expect(report.body).toMatchObject({ verdict: 'invalid', causes: [{ code: 'unknown' }] })
  expect(report.at).toBe(3)
})
