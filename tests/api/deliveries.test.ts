import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Delivery, ListedDelivery } from '#lib/core/delivery'
import { ANY_DELIVERIES, aDelivery } from '../store/fixtures'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  // So that no sweep trims what a test lists.
  api = await openApi({ maxDeliveriesPerCapture: 1000, maxDeliveryBytesPerBin: 1_000_000_000 })
})
afterAll(() => api.close())

/** A capture with answers of this size, full of control bytes, which are six times as long in JSON. */
async function resent(count: number, bytes: number) {
  const { bin, key } = await api.makeBin()
  const { id, seq } = await api.capture(bin)
  const stored = (await api.rt.store.findBin(bin.id))!
  const responseBody = { encoding: 'utf8' as const, data: '\u0001'.repeat(bytes), truncated: false }
  const deliveries = Array.from({ length: count }, (_, i) => aDelivery(seq, { startedAt: i, responseBody }))
  for (const delivery of deliveries) await api.rt.store.addDelivery(stored.key, delivery, ANY_DELIVERIES)
  return { bin, key, capture: id, ids: deliveries.map((each) => each.id), responseBody }
}

async function list(bin: Bin, capture: string, key: string): Promise<ListedDelivery[]> {
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/captures/${capture}/deliveries`, { key })
  expect(response.status).toBe(200)
  return ((await response.json()) as { deliveries: ListedDelivery[] }).deliveries
}
const one = (bin: Bin, id: string, key: string) => api.call('GET', `/api/v1/bins/${bin.id}/deliveries/${id}`, { key })

async function shareOf(bin: Bin, key: string, input: object): Promise<string> {
  const response = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: input })
  return ((await response.json()) as { token: string }).token
}

test('the list omits bodies over 64 KiB and gives their length; a single delivery is complete', async () => {
  const { bin, key, capture, ids, responseBody } = await resent(1, 65_537)
  expect((await list(bin, capture, key)).map((each) => each.responseBody)).toEqual([
    { encoding: 'utf8', truncated: false, omittedBytes: 65_537 },
  ])
  const whole = (await (await one(bin, ids[0]!, key)).json()) as Delivery
  expect(whole).toMatchObject({ id: ids[0], captureId: capture, responseBody })
})

test('the list includes bodies of exactly 64 KiB', async () => {
  const { bin, key, capture, responseBody } = await resent(1, 65_536)
  expect((await list(bin, capture, key))[0]!.responseBody).toEqual(responseBody)
})

test.each(['owner', 'redacted link'])(
  'a list of 120 deliveries loads none of their megabyte answers, for the %s',
  async (viewer) => {
    const { bin, key, capture } = await resent(120, 1_048_576)
    const credentials = viewer === 'owner' ? key : await shareOf(bin, key, { show: 'redacted' })
    const bodies = (await list(bin, capture, credentials)).map((each) => each.responseBody)
    expect(bodies).toEqual(Array.from({ length: 120 }, () => ({ encoding: 'utf8', truncated: false, omittedBytes: 1_048_576 })))
  },
)

test('answers 404 if the delivery does not exist or its capture was deleted', async () => {
  const { bin, key, capture, ids } = await resent(1, 1)
  expect((await problemOf(await one(bin, 'dl_nothing', key))).code).toBe('delivery_not_found')
  const other = await api.makeBin(key)
  expect((await problemOf(await one(other.bin, ids[0]!, key))).code).toBe('delivery_not_found')
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${capture}`, { key })
  expect((await problemOf(await one(bin, ids[0]!, key))).code).toBe('delivery_not_found')
})

test("a link to one capture shows only that capture's deliveries", async () => {
  const { bin, key, capture, ids } = await resent(1, 1)
  const other = await api.capture(bin)
  const [own, others] = [capture, other.id].map((captureId) => shareOf(bin, key, { show: 'everything', captureId }))
  expect((await one(bin, ids[0]!, await own!)).status).toBe(200)
  expect((await problemOf(await one(bin, ids[0]!, await others!))).code).toBe('forbidden')
})
