import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import Stripe from 'stripe'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Delivery } from '#lib/core/delivery'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

const STRIPE = 'whsec_0123456789abcdef'
const STANDARD = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw'
const BODY = '{"id": "evt_1", "amount": 1099}'

type Received = { url: string; headers: IncomingMessage['headers']; body: string }

let api: TestApi
let bin: Bin
let key: string
let target: Server
let received: Received[]
beforeEach(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
  received = []
  target = createServer(async (req, res) => {
    const chunks: Buffer[] = []
    for await (const chunk of req) chunks.push(chunk)
    received.push({ url: req.url!, headers: req.headers, body: Buffer.concat(chunks).toString() })
    res.end('ok')
  }).listen(0, '127.0.0.1')
  await once(target, 'listening')
})
afterEach(async () => {
  target.close()
  await api.close()
})

const origin = () => `http://127.0.0.1:${(target.address() as AddressInfo).port}`
const old = ['Content-Type', 'application/json', 'Stripe-Signature', 't=1600000000,v1=00', 'X-Other', '1']

async function resend(body: object, rawHeaders = old, capture: object = {}): Promise<Response> {
  const { id } = await api.capture(bin, { rawHeaders, body: Buffer.from(BODY), ...capture })
  return api.call('POST', `/api/v1/bins/${bin.id}/captures/${id}/resend`, { key, body: { url: `${origin()}/hook`, ...body } })
}

const accepts = ({ body, headers }: Received) => {
  try {
    return Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), STRIPE) !== undefined
  } catch (error) {
    return (error as Error).message.includes('tolerance') ? 'too old' : false
  }
}

test('signs with a secret of the bin and the current time, and changes nothing else', async () => {
  const added = await api.call('POST', `/api/v1/bins/${bin.id}/secrets`, { key, body: { scheme: 'stripe', secret: STRIPE } })
  const { id: secretId } = (await added.json()) as { id: string }
  const response = await resend({ sign: { secretId } })
  expect(response.status).toBe(200)
  const delivery = (await response.json()) as Delivery
  expect(delivery.requestHeaders.map(([name]) => name)).toEqual(
    expect.arrayContaining(['Content-Type', 'Stripe-Signature', 'X-Other']),
  )
  expect(accepts(received[0]!)).toBe(true)
  expect(received[0]!.body).toBe(BODY)
  expect(JSON.stringify(delivery)).not.toContain(STRIPE)
})

test('signs the edited request with a secret that is not stored', async () => {
  await resend({ sign: { scheme: 'stripe', secret: STRIPE }, body: { encoding: 'utf8', data: '{"edited":true}' } })
  expect(received[0]!.body).toBe('{"edited":true}')
  expect(accepts(received[0]!)).toBe(true)
})

test('keeps the message id, and creates one if there is none', async () => {
  const sign = { scheme: 'standard-webhooks', secret: STANDARD }
  await resend({ sign }, ['webhook-id', 'msg_1', 'webhook-timestamp', '1', 'webhook-signature', 'v1,00'])
  await resend({ sign }, ['X-Other', '1'])
  for (const { body, headers } of received)
    expect(new Webhook(STANDARD).verify(body, headers as Record<string, string>)).toBeTruthy()
  expect(received[0]!.headers['webhook-id']).toBe('msg_1')
  expect(received[1]!.headers['webhook-id']).toMatch(/^msg_.+/)
})

test("signs the target's URL, and adds the body's hash to it if the scheme requires that", async () => {
  await resend({ sign: { scheme: 'twilio', secret: 'token' } })
  const [{ url, headers, body }] = received as [Received]
  expect(url).toMatch(/^\/hook\?bodySHA256=[0-9a-f]{64}$/)
  expect(twilio.validateRequestWithBody('token', String(headers['x-twilio-signature']), origin() + url, body)).toBe(true)
})

describe('breaks the signature on purpose', () => {
  test.each([
    ['signature', false],
    ['secret', false],
    ['body', false],
    ['timestamp', 'too old'],
  ] as const)('%s', async (broken, outcome) => {
    await resend({ sign: { scheme: 'stripe', secret: STRIPE, break: broken } })
    expect(accepts(received[0]!)).toBe(outcome)
    expect(received[0]!.body === BODY).toBe(broken !== 'body')
  })
})

test('signs with another timestamp', async () => {
  await resend({ sign: { scheme: 'stripe', secret: STRIPE, timestamp: '2026-01-02T03:04:05Z' } })
  expect(received[0]!.headers['stripe-signature']).toMatch(/^t=1767323045,/)
})

describe('refuses, and sends nothing', () => {
  test.each([
    ['a scheme that cannot sign', { scheme: 'discord', secret: 'aa' }, 'sign'],
    ['to break what the scheme does not sign', { scheme: 'github', secret: 'a', break: 'timestamp' }, 'sign.break'],
    ['an unknown scheme', { scheme: 'nobody', secret: 'a' }, 'sign.scheme'],
    ['a scheme without a secret', { scheme: 'github' }, 'sign.secret'],
    ['a secret that cannot sign', { scheme: 'svix', secret: '§' }, 'sign'],
    ['a body of another kind', { scheme: 'adyen', secret: 'AB' }, 'sign'],
    ['nothing to sign with', {}, 'sign'],
    ['both', { secretId: 'sec_1', scheme: 'github', secret: 'a' }, 'sign'],
    ['an unknown way to break', { scheme: 'github', secret: 'a', break: 'all' }, 'sign'],
    ['a time that is none', { scheme: 'stripe', secret: 'a', timestamp: 'soon' }, 'sign.timestamp'],
  ])('%s', async (_, sign, path) => {
    expect(await badFields(await resend({ sign }))).toEqual([path])
    expect(received).toEqual([])
  })

  test('a secret of another bin', async () => {
    expect(await problemOf(await resend({ sign: { secretId: 'sec_none' } }))).toMatchObject({
      status: 404,
      code: 'secret_not_found',
    })
    expect(received).toEqual([])
  })
})
