import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Delivery } from '#lib/core/delivery'
import type { BinEvent } from '#lib/live/bin-event'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi({ maxDeliveriesPerCapture: 3 })
})
afterAll(() => api.close())

async function setUp() {
  const { bin, key } = await api.makeBin()
  const { id } = await api.capture(bin)
  const path = `/api/v1/bins/${bin.id}/captures/${id}/deliveries`
  const report = (body: unknown) => api.call('POST', path, { key, body })
  const list = async () => ((await (await api.call('GET', path, { key })).json()) as { deliveries: Delivery[] }).deliveries
  return { bin, key, id, report, list }
}

const LOCALHOST = { url: 'http://localhost:3000/stripe', method: 'POST', status: 500 }

test("stores the CLI's request and the response byte for byte, and notifies watchers", async () => {
  const { bin, id, report, list } = await setUp()
  const heard: BinEvent[] = []
  const watch = api.rt.live.watch((await api.rt.store.findBin(bin.id))!, undefined, (event) => {
    if (event.type !== 'captures') heard.push(event)
  })
  const sent = {
    ...LOCALHOST,
    requestHeaders: [
      ['X-B', '1'],
      ['x-a', 'gr\xfc\xdfe'],
      ['X-B', '2'],
    ],
    requestBodySize: 7,
    responseHeaders: [['content-type', 'text/plain']],
    responseBody: { encoding: 'base64', data: '/wAB', truncated: true },
    startedAt: '2026-01-02T03:04:05.678+01:00',
    timings: { dnsMs: null, connectMs: 0.25, firstByteMs: 30, totalMs: 31.5 },
    attempt: 2,
  }
  const response = await report(sent)
  expect(response.status).toBe(201)
  const delivery = (await response.json()) as Delivery
  const kept = { ...sent, captureId: id, error: null, startedAt: '2026-01-02T02:04:05.678Z', via: 'cli', forwardId: null }
  expect(delivery).toEqual({ ...kept, id: expect.stringMatching(/^dl_/) })
  expect(await list()).toEqual([delivery])
  const { responseBody: _, ...summary } = delivery
  expect(heard).toEqual([{ type: 'delivery', delivery: summary }])
  watch.stop()
})

test('omitted fields have defaults, and a time in the future becomes now', async () => {
  const { report } = await setUp()
  const early = Date.now()
  const delivery = (await (await report({ ...LOCALHOST, startedAt: '2999-01-01T00:00:00Z' })).json()) as Delivery
  expect(delivery).toMatchObject({
    requestHeaders: [],
    responseBody: { encoding: 'utf8', data: '', truncated: false },
    error: null,
    attempt: null,
    timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 0 },
  })
  expect(Date.parse(delivery.startedAt)).toBeGreaterThanOrEqual(early - 1)
  expect(Date.parse(delivery.startedAt)).toBeLessThanOrEqual(Date.now() + 1)
})

test('a delivery without an answer has a reason', async () => {
  const { report } = await setUp()
  const error = { code: 'connection_refused', message: 'Nothing listens on 127.0.0.1:3000.' }
  expect(await (await report({ ...LOCALHOST, status: null, error })).json()).toMatchObject({ status: null, error })
  expect(await badFields(await report({ ...LOCALHOST, status: null }))).toEqual(['error'])
})

test('stores a body of one megabyte and refuses one byte more', async () => {
  const { report, list } = await setUp()
  const body = (size: number) => ({ ...LOCALHOST, responseBody: { encoding: 'utf8', data: '\u0001'.repeat(size) } })
  expect((await report(body(1_048_576))).status).toBe(201)
  expect(await badFields(await report(body(1_048_577)))).toEqual(['responseBody.data'])
  expect(await list()).toHaveLength(1)
})

test.each([
  ['url', { url: 'ftp://x' }],
  ['url', { url: `http://x/${'a'.repeat(8192)}` }],
  ['method', { method: 'P OST' }],
  ['status', { status: 99 }],
  ['requestHeaders.0.0', { requestHeaders: [['a b', '1']] }],
  ['responseHeaders.0.1', { responseHeaders: [['a', 'x\u0000']] }],
  ['responseBody.data', { responseBody: { encoding: 'base64', data: 'x' } }],
  ['error.code', { error: { code: 'No Code', message: '' } }],
  ['error.message', { error: { code: 'x', message: 'a\u202eb' } }],
  ['startedAt', { startedAt: 'yesterday' }],
  ['timings.totalMs', { timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: -1 } }],
  ['attempt', { attempt: 0 }],
  ['via', { via: 'forward' }],
])('refuses %s', async (path, part) => {
  const { report, list } = await setUp()
  expect(await badFields(await report({ ...LOCALHOST, ...part }))).toEqual([path])
  expect(await list()).toEqual([])
})

test('counts towards the limit of deliveries, and the oldest is deleted first', async () => {
  const { bin, key, report, list } = await setUp()
  for (const attempt of [1, 2, 3, 4]) {
    await report({ ...LOCALHOST, attempt, startedAt: `2026-01-0${attempt}T00:00:00Z` })
  }
  expect((await list()).map(({ attempt }) => attempt)).toEqual([4, 3, 2])
  const found = await api.call('GET', `/api/v1/bins/${bin.id}/captures?q=has:delivery`, { key })
  expect(await found.json()).toMatchObject({ total: 1 })
})

test('stores nothing for a deleted capture', async () => {
  const { bin, key, id, report } = await setUp()
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${id}`, { key })
  expect((await problemOf(await report(LOCALHOST))).code).toBe('capture_not_found')
})

test('one key can report more than one delivery per second', async () => {
  const { key } = await setUp()
  expect(await api.rt.limits.take('deliveries', key)).toMatchObject({ count: 30_000, windowSeconds: 60 })
})
