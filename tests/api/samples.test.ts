import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Stripe from 'stripe'
import twilio from 'twilio'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { BinSecret } from '#lib/core/bin-secret'
import type { Capture } from '#lib/core/capture'
import type { SampleProviderFacts, SentSample } from '#lib/core/sample'
import { schemes } from '#lib/signatures/schemes/index'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

type Received = { url: string; headers: IncomingMessage['headers']; body: string }

let api: TestApi
let bin: Bin
let key: string
beforeEach(async () => {
  api = await openApi({ limitWritesPerKey: null })
  ;({ bin, key } = await api.makeBin())
})
afterEach(() => api.close())

const post = (body: object, to = bin.id) => api.call('POST', `/api/v1/bins/${to}/samples`, { key, body })
async function send(body: object): Promise<SentSample> {
  const response = await post(body)
  expect(response.status).toBe(201)
  return (await response.json()) as SentSample
}
async function get<Data>(path: string): Promise<Data> {
  return (await (await api.call('GET', path, { key })).json()) as Data
}
const captureOf = ({ captureId }: SentSample) => get<Capture>(`/api/v1/bins/${bin.id}/captures/${captureId}`)
const secrets = async () => (await get<{ secrets: BinSecret[] }>(`/api/v1/bins/${bin.id}/secrets`)).secrets
const listed = async () => (await get<{ samples: SampleProviderFacts[] }>('/api/v1/samples')).samples
const addSecret = async (body: object, to = bin.id) => {
  const response = await api.call('POST', `/api/v1/bins/${to}/secrets`, { key, body })
  return ((await response.json()) as BinSecret).id
}
const count = async () => (await get<Bin>(`/api/v1/bins/${bin.id}`)).captureCount

test('lists providers with their events and the schemes that can sign', async () => {
  const samples = await listed()
  expect(samples[0]).toEqual({
    provider: 'stripe',
    label: 'Stripe',
    events: expect.arrayContaining(['invoice.paid']),
    schemes: ['stripe'],
  })
  const named = samples.flatMap(({ schemes }) => schemes) as (keyof typeof schemes)[]
  expect(named.filter((id) => !schemes[id]?.sign)).toEqual([])
})

test('each sample is recognised by its own name, and a new secret of the bin verifies it', async () => {
  for (const { provider, events, schemes } of await listed()) {
    const [scheme] = schemes
    for (const [i, event] of events.entries()) {
      const sent = await send({ provider, event, ...(scheme && i === 0 ? { scheme } : {}) })
      const { sender, signature, method, reply, headers } = await captureOf(sent)
      expect([sender?.provider, sender?.event, method, reply]).toEqual([provider, event, 'POST', null])
      expect(headers[0]).toEqual(['Host', 'creel.test'])
      if (!scheme) expect([sent.scheme, sent.secretId, signature]).toEqual([null, null, null])
      else expect([signature?.verdict, signature?.scheme, signature?.secretId]).toEqual(['valid', scheme, sent.secretId])
    }
  }
  const kept = await secrets()
  expect(kept.map(({ label }) => label)).toEqual(kept.map(() => 'Test secret'))
  expect(kept).toHaveLength((await listed()).filter(({ schemes }) => schemes.length > 0).length)
})

test('signs with the newest suitable secret of the bin, and does not sign without one', async () => {
  const sample = { provider: 'clerk', event: 'user.created' }
  expect((await captureOf(await send(sample))).signature).toBeNull()
  expect(await secrets()).toEqual([])
  await addSecret({ scheme: 'github', secret: 'other' })
  const svix = await addSecret({ scheme: 'svix', secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' })
  const sent = await send(sample)
  expect(sent).toMatchObject({ scheme: 'svix', secretId: svix, delivery: null })
  expect((await captureOf(sent)).signature).toMatchObject({ verdict: 'valid', secretId: svix })
  const clerk = await send({ ...sample, scheme: 'clerk' })
  expect((await send(sample)).secretId).toBe(clerk.secretId)
  expect((await send({ ...sample, secretId: svix })).secretId).toBe(svix)
})

test('no answer contains the new secret, and a given secret is not stored', async () => {
  const given = 'whsec_given-and-not-kept'
  const sent = await send({ provider: 'stripe', event: 'invoice.paid', scheme: 'stripe', secret: given })
  expect(sent).toMatchObject({ scheme: 'stripe', secretId: null })
  expect(await secrets()).toEqual([])
  const { headers, body } = await captureOf(sent)
  const signature = headers.find(([name]) => name === 'Stripe-Signature')![1]
  expect(Stripe.webhooks.constructEvent(body.data, signature, given)).toMatchObject({ type: 'invoice.paid' })
  const response = await post({ provider: 'stripe', event: 'invoice.paid', scheme: 'stripe' })
  expect(await response.text()).not.toMatch(/whsec_/)
  expect(Object.keys((await secrets())[0]!)).not.toContain('secret')
})

test("signs the provider's URL if the secret names one", async () => {
  const url = 'https://shop.example/square/'
  const secretId = await addSecret({ scheme: 'square', secret: 'square-key', url })
  const { signature } = await captureOf(await send({ provider: 'square', event: 'payment.updated', secretId }))
  expect(signature).toMatchObject({ verdict: 'valid', secretId })
})

test('an unsigned sample is stored even in a bin that requires a signature', async () => {
  const secretId = await addSecret({ scheme: 'github', secret: 'a' })
  await api.call('PATCH', `/api/v1/bins/${bin.id}`, { key, body: { require: { signature: true } } })
  const capture = await captureOf(await send({ provider: 'shopify', event: 'orders/create' }))
  expect([capture.reply, capture.signature]).toEqual([null, null])
  expect((await captureOf(await send({ provider: 'github', event: 'ping' }))).signature?.secretId).toBe(secretId)
})

describe('with a target', () => {
  let target: Server
  let received: Received[]
  beforeEach(async () => {
    received = []
    target = createServer(async (req, res) => {
      const chunks: Buffer[] = []
      for await (const chunk of req) chunks.push(chunk)
      received.push({ url: req.url!, headers: req.headers, body: Buffer.concat(chunks).toString() })
      res.writeHead(202).end('ok')
    }).listen(0, '127.0.0.1')
    await once(target, 'listening')
  })
  afterEach(() => target.close())
  const url = () => `http://127.0.0.1:${(target.address() as AddressInfo).port}/hooks?a=1`

  test('sends the sample there, signed for that URL, and keeps the delivery with the capture', async () => {
    const secretId = await addSecret({ scheme: 'twilio', secret: 'auth-token' })
    const sent = await send({ provider: 'twilio', event: 'message.received', url: url() })
    expect(sent).toMatchObject({ secretId, delivery: { captureId: sent.captureId, status: 202, via: 'resend' } })
    const { headers, body } = received[0]!
    const fields = Object.fromEntries(new URLSearchParams(body))
    expect(twilio.validateRequest('auth-token', String(headers['x-twilio-signature']), url(), fields)).toBe(true)
    expect((await captureOf(sent)).signature?.verdict).toBe('valid')
    const { deliveries } = await get<{ deliveries: { id: string }[] }>(
      `/api/v1/bins/${bin.id}/captures/${sent.captureId}/deliveries`,
    )
    expect(deliveries.map(({ id }) => id)).toEqual([sent.delivery!.id])
  })

  test('accepts a secret for the target, which is not stored', async () => {
    const secret = 'whsec_of-the-target'
    await send({ provider: 'stripe', event: 'checkout.session.completed', scheme: 'stripe', secret, url: url() })
    const { headers, body } = received[0]!
    const event = Stripe.webhooks.constructEvent(body, String(headers['stripe-signature']), secret)
    expect(event.type).toBe('checkout.session.completed')
  })

  test('sends a sample that cannot be signed', async () => {
    const sent = await send({ provider: 'sendgrid', event: 'bounce', url: url() })
    expect([sent.scheme, sent.delivery?.status]).toEqual([null, 202])
  })
})

describe('a refusal neither stores nor creates anything', () => {
  test.each([
    ['an unknown provider', { provider: 'nobody' }, 'provider'],
    ['a member of every object', { provider: 'constructor' }, 'provider'],
    ['an event of another provider', { event: 'push' }, 'event'],
    ['a scheme of another provider', { scheme: 'github' }, 'scheme'],
    ['a secret without a scheme', { secret: 'a' }, 'scheme'],
    ['a secret of the bin and a scheme', { secretId: 'sec_1', scheme: 'stripe' }, 'secretId'],
    ['a scheme where only the provider can sign', { provider: 'sendgrid', event: 'open', scheme: 'sendgrid' }, 'scheme'],
    ['a secret that cannot be read', { provider: 'svix', event: 'stock.low', scheme: 'svix', secret: '§' }, 'secret'],
    ['a target that is no URL', { url: 'localhost' }, 'url'],
    ['an unknown field', { colour: 'red' }, 'colour'],
  ])('%s', async (_, body, path) => {
    expect(await badFields(await post({ provider: 'stripe', event: 'invoice.paid', ...body }))).toEqual([path])
    expect([await count(), await secrets()]).toEqual([0, []])
  })

  test('a target that the guard refuses', async () => {
    const sample = { provider: 'stripe', event: 'invoice.paid', scheme: 'stripe', url: 'http://10.0.0.1/' }
    expect(await problemOf(await post(sample))).toMatchObject({ status: 422, code: 'target_forbidden' })
    expect([await count(), await secrets()]).toEqual([0, []])
  })

  test('a secret of another provider, and one of another bin', async () => {
    const other = await api.makeBin(key)
    const elsewhere = await addSecret({ scheme: 'stripe', secret: 'a' }, other.bin.id)
    const github = await addSecret({ scheme: 'github', secret: 'a' })
    const sample = { provider: 'stripe', event: 'invoice.paid' }
    expect(await badFields(await post({ ...sample, secretId: github }))).toEqual(['secretId'])
    expect(await problemOf(await post({ ...sample, secretId: elsewhere }))).toMatchObject({ code: 'secret_not_found' })
    expect(await count()).toBe(0)
  })
})

test('counts as a resend and as a capture of the bin', async () => {
  const limited = await openApi({ limitResendsPerKey: { count: 1, windowSeconds: 60 } })
  try {
    const { bin, key } = await limited.makeBin()
    const once = () =>
      limited.call('POST', `/api/v1/bins/${bin.id}/samples`, { key, body: { provider: 'github', event: 'ping' } })
    const statuses = [(await once()).status, (await once()).status]
    expect(statuses).toEqual([201, 429])
  } finally {
    await limited.close()
  }
  const full = await openApi({ limitBytesPerBin: 100 })
  try {
    const { bin, key } = await full.makeBin()
    await full.capture(bin)
    const body = { provider: 'github', event: 'ping' }
    expect(await problemOf(await full.call('POST', `/api/v1/bins/${bin.id}/samples`, { key, body }))).toMatchObject({
      code: 'too_many_requests',
    })
  } finally {
    await full.close()
  }
})
