import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import { type Forward, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { LIMITS } from '#lib/core/limits'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
let bin: Bin
let key: string
beforeEach(async () => {
  api = await openApi({ limitWritesPerKey: null })
  ;({ bin, key } = await api.makeBin())
})
afterEach(() => api.close())

/** Disabled, so nothing is sent; nothing listens there either. */
const FORWARD = { name: 'staging', url: 'http://127.0.0.1:64999/hook', enabled: false }
const path = (rest = '') => `/api/v1/bins/${bin.id}/forwards${rest}`
const create = (body: object) => api.call('POST', path(), { key, body })
async function created(body: object = {}): Promise<Forward> {
  const response = await create({ ...FORWARD, ...body })
  expect(response.status).toBe(201)
  return (await response.json()) as Forward
}
const get = async (id: string) => (await (await api.call('GET', path(`/${id}`), { key })).json()) as Forward

test('a forward has defaults, starts after the stored captures, and is listed', async () => {
  await api.capture(bin)
  const forward = await created()
  expect(forward).toEqual({
    id: expect.stringMatching(/^fwd_/),
    ...FORWARD,
    q: null,
    path: 'keep',
    headerChanges: [],
    sign: null,
    order: 'none',
    concurrency: 4,
    rate: null,
    retry: RETRY_DEFAULT,
    createdAt: expect.any(String),
    state: 'paused',
    lag: 0,
    pending: 0,
    dead: 0,
    oldestPendingAt: null,
    nextAttemptAt: null,
    lastError: null,
  })
  expect(await (await api.call('GET', path(), { key })).json()).toEqual({ forwards: [forward] })
})

test('captures wait and are counted while it is disabled', async () => {
  const { id } = await created()
  await api.capture(bin)
  await api.capture(bin)
  expect(await get(id)).toMatchObject({ state: 'paused', lag: 2, pending: 0, oldestPendingAt: expect.any(String) })
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures`, { key })
  expect(await get(id)).toMatchObject({ lag: 0, oldestPendingAt: null })
})

test('PATCH changes the given fields and notifies watchers', async () => {
  const forward = await created({ q: 'method:POST', rate: '10/1s' })
  const told: unknown[] = []
  const stored = (await api.rt.store.findBin(bin.id))!
  const watch = api.rt.live.watch(stored, undefined, (event) => void told.push(event))
  const changed = { name: 'x', q: '', order: 'strict', retry: { schedule: ['100ms'] } }
  const answer = await api.call('PATCH', path(`/${forward.id}`), { key, body: changed })
  const after = { ...forward, name: 'x', q: null, order: 'strict', retry: { ...RETRY_DEFAULT, schedule: ['100ms'] } }
  expect(await answer.json()).toEqual(after)
  expect((await api.call('DELETE', path(`/${forward.id}`), { key })).status).toBe(204)
  expect(told).toEqual([
    { type: 'forward:updated', forward: after },
    { type: 'forward:deleted', id: forward.id },
  ])
  expect(await problemOf(await api.call('GET', path(`/${forward.id}`), { key }))).toMatchObject({ code: 'forward_not_found' })
  watch.stop()
})

test.each([
  ['url', { url: 'ftp://x.example/' }],
  ['url', { url: 'http://user:pass@example.com/' }],
  ['q', { q: '(' }],
  ['q', { q: 'method:POST not forward:done' }],
  ['concurrency', { concurrency: 0 }],
  ['concurrency', { concurrency: 101 }],
  ['rate', { rate: '0/1s' }],
  ['rate', { rate: '10' }],
  ['retry.schedule.0', { retry: { schedule: ['99ms'] } }],
  ['retry.schedule', { retry: { schedule: [] } }],
  ['retry.jitter', { retry: { jitter: 2 } }],
  ['retry.giveUpAfter', { retry: { giveUpAfter: '31d' } }],
  ['headerChanges.0.1', { headerChanges: [['x', 'a\nb']] }],
  ['path', { path: 'append' }],
  ['order', { order: 'fifo' }],
  ['sign', { sign: {} }],
])('refuses a bad %s: %j', async (field, body) => {
  const response = await create({ ...FORWARD, ...body })
  expect(response.status).toBe(422)
  expect((await badFields(response)).some((path) => path.startsWith(field))).toBe(true)
})

test('an address that the guard refuses is rejected at creation and in a change', async () => {
  const forbidden = { url: 'http://10.0.0.1/' }
  expect(await problemOf(await create({ ...FORWARD, ...forbidden }))).toMatchObject({ status: 422, code: 'target_forbidden' })
  const { id } = await created()
  const change = await api.call('PATCH', path(`/${id}`), { key, body: forbidden })
  expect(await problemOf(change)).toMatchObject({ code: 'target_forbidden' })
})

test('signs only with a secret of the bin', async () => {
  expect(await problemOf(await create({ ...FORWARD, sign: { secretId: 'sec_x' } }))).toMatchObject({ code: 'secret_not_found' })
  const secret = await api.call('POST', `/api/v1/bins/${bin.id}/secrets`, { key, body: { scheme: 'stripe', secret: 'whsec_1' } })
  const { id: secretId } = (await secret.json()) as { id: string }
  expect(await created({ sign: { secretId } })).toMatchObject({ sign: { secretId } })
})

test("limits a bin's forwards, and deletes them with the bin", async () => {
  const made = await Promise.all(Array.from({ length: LIMITS.forwardsPerBinMax + 2 }, () => create(FORWARD)))
  const statuses = made.map(({ status }) => status)
  expect(statuses.filter((status) => status === 409)).toHaveLength(2)
  expect(await problemOf(await create(FORWARD))).toMatchObject({ code: 'forwards_full' })
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  await api.call('DELETE', `/api/v1/bins/${bin.id}`, { key })
  expect(await api.rt.store.listForwards(binKey)).toEqual([])
})

test('skipping a waiting capture makes it dead, and it can be retried', async () => {
  const { id } = await created()
  const capture = await api.capture(bin)
  const skip = async () => (await api.call('POST', path(`/${id}/skip`), { key, body: { captureId: capture.id } })).json()
  expect([await skip(), await skip()]).toEqual([{ skipped: true }, { skipped: false }])
  expect(await get(id)).toMatchObject({ dead: 1, pending: 0 })
  const retry = async (body: object) => (await api.call('POST', path(`/${id}/retry`), { key, body })).json()
  expect(await retry({ q: 'method:PUT' })).toEqual({ retried: 0 })
  expect(await retry({ since: new Date(Date.now() + 60_000).toISOString() })).toEqual({ retried: 0 })
  expect(await retry({ q: 'method:POST' })).toEqual({ retried: 1 })
  expect(await get(id)).toMatchObject({ dead: 0, pending: 1 })
})

test('retries all dead captures if the call has no body', async () => {
  const { id } = await created()
  const { id: captureId } = await api.capture(bin)
  for (const headers of [undefined, { 'content-type': 'application/json' }]) {
    await api.call('POST', path(`/${id}/skip`), { key, body: { captureId } })
    const response = await api.call('POST', path(`/${id}/retry`), { key, headers })
    expect([response.status, await response.json()]).toEqual([200, { retried: 1 }])
  }
})

test('refuses to create one if forwards are off', async () => {
  await api.close()
  api = await openApi({ forward: 'off' })
  ;({ bin, key } = await api.makeBin())
  expect(await problemOf(await create(FORWARD))).toMatchObject({ status: 403, code: 'forwards_off' })
})
