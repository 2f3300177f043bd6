import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { BinSecret, Checking } from '#lib/core/bin-secret'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { judgeNow } from '#lib/services/signatures/judge-capture'
import { aCapture } from '../store/fixtures'
import { openApi, type TestApi } from './test-api'

let api: TestApi
let bin: Bin
let key: string
beforeEach(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
})
afterEach(() => api.close())

const BODY = Buffer.from('{"id":1}')
const hmac = (secret: string, body: string | Buffer) => createHmac('sha256', secret).update(body).digest('hex')
const github = (secret: string, body: string | Buffer = BODY) => [
  'X-GitHub-Event',
  'push',
  'X-Hub-Signature-256',
  `sha256=${hmac(secret, body)}`,
]

async function addSecret(body: object): Promise<string> {
  const response = await api.call('POST', `/api/v1/bins/${bin.id}/secrets`, { key, body })
  expect(response.status).toBe(201)
  return ((await response.json()) as { id: string }).id
}

async function signatures(): Promise<(CaptureSummary['signature'] | undefined)[]> {
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/captures`, { key })
  return ((await response.json()) as { captures: CaptureSummary[] }).captures.map(({ signature }) => signature)
}

const verdicts = async () => (await signatures()).map((signature) => signature?.verdict ?? null)
const checked = (expected: unknown[]) => vi.waitFor(async () => expect(await verdicts()).toEqual(expected), 5_000)

/** The events that a page watching the bin gets. */
async function watched(act: () => Promise<unknown>, isEnd: (events: { type: string }[]) => boolean): Promise<unknown[]> {
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/events`, { key })
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
  const events: { type: string; data: unknown }[] = []
  await act()
  let text = ''
  while (!isEnd(events)) {
    const { value, done } = await reader.read()
    if (done) break
    text += value
    const blocks = text.split('\n\n')
    text = blocks.pop()!
    for (const block of blocks) {
      const type = /^event: (.*)$/m.exec(block)?.[1]
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (type && data) events.push({ type, data: JSON.parse(data) })
    }
  }
  await reader.cancel()
  return events
}

test('a capture is stored with its verdict, and the live frame includes it', async () => {
  const secretId = await addSecret({ scheme: 'github', secret: 'a' })
  const events = await watched(
    () => api.capture(bin, { rawHeaders: github('a'), body: BODY }),
    (all) => all.some(({ type }) => type === 'capture'),
  )
  const signature = { verdict: 'valid', scheme: 'github', secretId, signedAt: null, ageSeconds: null }
  expect(events.find((event) => (event as { type: string }).type === 'capture')).toMatchObject({ data: { signature } })
  expect(await signatures()).toEqual([signature])
  await api.capture(bin, { rawHeaders: github('b'), body: BODY })
  await api.capture(bin, { rawHeaders: ['X-GitHub-Event', 'push', 'X-GitHub-Delivery', '1'], body: BODY })
  await api.capture(bin)
  expect(await verdicts()).toEqual([null, 'missing', 'invalid', 'valid'])
})

test('a late verdict has the time of signing, and stays late', async () => {
  await addSecret({ scheme: 'stripe', secret: 'whsec_1' })
  const seconds = Math.floor(api.rt.now() / 1000)
  const rawHeaders = ['Stripe-Signature', `t=${seconds},v1=${hmac('whsec_1', `${seconds}.{"id":1}`)}`]
  const { id } = await api.capture(bin, { rawHeaders, body: BODY, receivedAt: (seconds + 900) * 1000 })
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/captures/${id}`, { key })
  expect(((await response.json()) as Capture).signature).toMatchObject({
    verdict: 'late',
    signedAt: new Date(seconds * 1000).toISOString(),
    ageSeconds: 900,
  })
})

test('a change of secrets checks stored captures again and notifies watchers', async () => {
  await api.capture(bin, { rawHeaders: github('a'), body: BODY })
  await api.capture(bin, { rawHeaders: github('b'), body: BODY })
  expect(await verdicts()).toEqual([null, null])
  let first = ''
  const events = await watched(
    async () => {
      first = await addSecret({ scheme: 'github', secret: 'a' })
    },
    (all) => all.filter(({ type }) => type === 'capture:updated').length === 2,
  )
  expect(events).toContainEqual(
    expect.objectContaining({
      type: 'capture:updated',
      data: expect.objectContaining({ seq: 1, signature: expect.objectContaining({ verdict: 'valid', secretId: first }) }),
    }),
  )
  await checked(['invalid', 'valid'])
  await addSecret({ scheme: 'github', secret: 'b' })
  await checked(['valid', 'valid'])
  await api.call('DELETE', `/api/v1/bins/${bin.id}/secrets/${first}`, { key })
  await checked(['valid', 'invalid'])
})

test('a change of secrets tells watchers of a long bin to load older captures again', async () => {
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  const some = (count: number) =>
    api.rt.store.addCaptures(
      Array.from({ length: count }, () => aCapture(binKey, { rawHeaders: github('a'), body: BODY, receivedAt: api.rt.now() })),
    )
  for (let count = 0; count < 2_050; count += 205) await some(205)
  const events = await watched(
    () => addSecret({ scheme: 'github', secret: 'a' }),
    (all) => all.some(({ type }) => type === 'bin:rechecked'),
  )
  expect(events.at(-1)).toEqual({ type: 'bin:rechecked', data: { binId: bin.id, fromSeq: 1, throughSeq: 50 } })
  expect(events.filter((event) => (event as { type: string }).type === 'capture:updated')).toHaveLength(2_000)
})

async function secretsNow() {
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/secrets`, { key })
  return (await response.json()) as { secrets: BinSecret[]; checking: Checking | null }
}

test('a secret has the time of the last request that it verified, without a write for each request', async () => {
  const id = await addSecret({ scheme: 'github', secret: 'a' })
  const kept = vi.spyOn(api.rt.store, 'recordMatches')
  const matchedAt = async () => (await secretsNow()).secrets[0]!.lastMatchedAt
  await api.capture(bin, { rawHeaders: github('b'), body: BODY })
  expect(await matchedAt()).toBeNull()
  const receivedAt = api.rt.now() - 60_000
  for (let i = 0; i < 10; i += 1) await api.capture(bin, { rawHeaders: github('a'), body: BODY, receivedAt: receivedAt + i })
  await api.capture(bin, { rawHeaders: github('a'), body: BODY, receivedAt: receivedAt - 60_000 })
  expect(await matchedAt()).toBe(new Date(receivedAt + 9).toISOString())
  await api.capture(bin, { rawHeaders: github('a'), body: BODY, receivedAt: api.rt.now() + 8.64e10 })
  expect(Date.parse((await matchedAt())!)).toBeLessThanOrEqual(api.rt.now())
  expect(kept).not.toHaveBeenCalled()
  await api.rt.secretMatches.close()
  expect(kept).toHaveBeenCalledOnce()
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  expect(await api.rt.store.listSecrets(binKey)).toMatchObject([{ id, lastMatchedAt: Date.parse((await matchedAt())!) }])
})

test('a new secret is matched with stored captures, and the list shows the progress of that check', async () => {
  await api.capture(bin, { rawHeaders: github('a'), body: BODY, receivedAt: api.rt.now() - 5_000 })
  await api.capture(bin, { rawHeaders: github('b'), body: BODY })
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  const counted = vi.spyOn(api.rt.store, 'unjudgedCount').mockResolvedValueOnce({ total: 9, left: 7 })
  await addSecret({ scheme: 'github', secret: 'a' })
  expect((await secretsNow()).checking).toEqual({ done: 2, total: 9 })
  expect(counted).toHaveBeenCalledWith(binKey)
  await checked(['invalid', 'valid'])
  await vi.waitFor(async () => expect((await secretsNow()).checking).toBeNull(), 5_000)
  expect((await secretsNow()).secrets[0]!.lastMatchedAt).not.toBeNull()
})

test('without an applicable secret there is no verdict', async () => {
  const id = await addSecret({ scheme: 'github', secret: 'a' })
  await api.capture(bin, { rawHeaders: github('a'), body: BODY })
  expect(await verdicts()).toEqual(['valid'])
  await api.call('DELETE', `/api/v1/bins/${bin.id}/secrets/${id}`, { key })
  await checked([null])
  await api.capture(bin, { rawHeaders: github('a'), body: BODY })
  expect(await verdicts()).toEqual([null, null])
})

test('a large body is checked only after it is stored', async () => {
  await addSecret({ scheme: 'github', secret: 'a' })
  const large = Buffer.alloc(2_000_000, 'x')
  await api.capture(bin, { rawHeaders: github('a', large), body: large })
  await checked(['valid'])
})

test('a capture is judged again if the secrets change before its commit', async () => {
  await addSecret({ scheme: 'github', secret: 'a' })
  const before = (await api.rt.bins.find(bin.id))!
  const request = { method: 'POST', target: `/in/${bin.id}`, rawHeaders: github('b'), body: BODY, receivedAt: api.rt.now() }
  const judged = await judgeNow(api.rt, before, request)
  expect(judged.signature?.verdict).toBe('invalid')
  await addSecret({ scheme: 'github', secret: 'b' })
  await api.capture(bin, { ...request, judged })
  await checked(['valid'])
})

test('a bin without secrets makes no query for them', async () => {
  const listed = vi.spyOn(api.rt.store, 'listSecrets')
  await api.capture(bin, { rawHeaders: github('a'), body: BODY })
  expect(listed).not.toHaveBeenCalled()
  expect(await api.rt.store.claimUnjudged(api.rt.now(), api.rt.now())).toBeNull()
})
