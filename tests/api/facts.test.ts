import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { BinListener } from '#lib/live/live'
import { openApi, type TestApi } from './test-api'

let api: TestApi
beforeEach(async () => {
  api = await openApi()
})
afterEach(() => api.close())

const STRIPE = ['Content-Type', 'application/json', 'Stripe-Signature', 't=1,v1=abc']
const invoicePaid = (pad = '') =>
  Buffer.from(
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      data: { object: { id: 'in_1', object: 'invoice', pad } },
      type: 'invoice.paid',
    }),
  )
const SENDER = { provider: 'stripe', label: 'Stripe', event: 'invoice.paid', summary: 'invoice in_1' }

async function get<T>(target: string, key: string): Promise<T> {
  return (await (await api.call('GET', `/api/v1${target}`, { key })).json()) as T
}
type Listed = { captures: CaptureSummary[] }

test('list, detail, filter and frame agree on a sender that only the body reveals', async () => {
  const { bin, key } = await api.makeBin()
  const frames: CaptureSummary[] = []
  const watch = api.rt.live.watch((await api.rt.store.findBin(bin.id))!, 0, (event) => {
    if (event.type === 'captures') frames.push(...event.captures)
  })
  const { id } = await api.capture(bin, { rawHeaders: STRIPE, body: invoicePaid() })
  await expect.poll(() => frames).toHaveLength(1)
  watch.stop()
  const said = { sender: SENDER, messageId: 'evt_1' }
  expect(frames[0]).toMatchObject(said)
  expect((await get<Listed>(`/bins/${bin.id}/captures`, key)).captures).toMatchObject([said])
  expect((await get<Listed>(`/bins/${bin.id}/captures?q=event:invoice.paid+message:evt_1`, key)).captures).toMatchObject([said])
  expect(await get<Capture>(`/bins/${bin.id}/captures/${id}`, key)).toMatchObject(said)
})

test('a large body is read after the commit, and watchers are notified; a redacted link gets no summary', async () => {
  const { bin, key } = await api.makeBin()
  const heard: Parameters<BinListener>[0][] = []
  const watch = api.rt.live.watch((await api.rt.store.findBin(bin.id))!, 0, (event) => void heard.push(event))
  const { id, seq } = await api.capture(bin, { rawHeaders: STRIPE, body: invoicePaid('x'.repeat(100_000)) })
  expect(await get<Capture>(`/bins/${bin.id}/captures/${id}`, key)).toMatchObject({ sender: SENDER, messageId: 'evt_1' })
  await expect.poll(() => heard, { timeout: 20_000 }).toHaveLength(2)
  watch.stop()
  const frame = { type: 'captures', captures: [{ seq, sender: { ...SENDER, event: null, summary: null }, messageId: null }] }
  expect(heard).toMatchObject([frame, { type: 'capture:updated', id, seq, patch: { sender: SENDER, messageId: 'evt_1' } }])
  expect((await get<Listed>(`/bins/${bin.id}/captures`, key)).captures).toMatchObject([{ sender: SENDER }])
  const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'redacted' } })
  const { token } = (await share.json()) as { token: string }
  const { captures } = await get<Listed>(`/bins/${bin.id}/captures`, token)
  expect(captures).toMatchObject([{ sender: { ...SENDER, summary: null }, messageId: 'evt_1', bodyCrc32: null }])
})

test('an imported capture has the same facts as the exported one', async () => {
  const { bin, key } = await api.makeBin()
  await api.capture(bin, { rawHeaders: STRIPE, body: invoicePaid() })
  await api.capture(bin, { body: Buffer.from('{"action":"created"}') })
  const file = await (await api.call('GET', `/api/v1/bins/${bin.id}/export?format=ndjson`, { key })).text()
  const other = await api.makeBin(key)
  const headers = { 'content-type': 'application/x-ndjson' }
  await api.call('POST', `/api/v1/bins/${other.bin.id}/import`, { key, headers, body: file })
  const senders = (await get<Listed>(`/bins/${other.bin.id}/captures?after=0`, key)).captures.map(({ sender }) => sender)
  expect(senders).toEqual([SENDER, { provider: null, label: null, event: 'created', summary: null }])
})
