import { afterEach, describe, expect, test, vi } from 'vitest'
import { CLIENT_ADDRESS_HEADER } from '#lib/core/client-address'
import type { Session } from '#lib/services/keys/session'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
afterEach(() => api.close())

const from = (address: string) => ({ headers: { [CLIENT_ADDRESS_HEADER]: address } })

test('limits the bins per address, and tells how many are left', async () => {
  api = await openApi({ limitBinsPerAddress: { count: 2, windowSeconds: 3600 } })
  const make = (address: string) => api.call('POST', '/api/v1/bins', { body: {}, ...from(address) })
  const one = await make('203.0.113.1')
  expect([one.status, one.headers.get('ratelimit-policy')]).toEqual([201, '"bins";q=2;w=3600'])
  expect(one.headers.get('ratelimit')).toMatch(/^"bins";r=1;t=3600$/)
  expect((await make('203.0.113.1')).status).toBe(201)
  const refused = await make('203.0.113.1')
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3590)
  expect(refused.headers.get('ratelimit')).toMatch(/^"bins";r=0;t=\d+$/)
  expect(await problemOf(refused)).toMatchObject({ status: 429, code: 'too_many_requests' })
  expect((await make('203.0.113.2')).status).toBe(201)
})

test('an IPv6 host has one share for all its addresses, and a malformed request does not count', async () => {
  api = await openApi({ limitBinsPerAddress: { count: 1, windowSeconds: 3600 } })
  const make = (address: string, body: object = {}) => api.call('POST', '/api/v1/bins', { body, ...from(address) })
  expect((await make('2001:db8::1', { nonsense: 1 })).status).toBe(422)
  expect((await make('2001:db8::1')).status).toBe(201)
  expect((await make('2001:db8::2')).status).toBe(429)
  expect((await make('2001:db8:0:1::2')).status).toBe(201)
})

test('limits the resends per key', async () => {
  api = await openApi({ limitResendsPerKey: { count: 1, windowSeconds: 60 } })
  const { bin, key } = await api.makeBin()
  const { id } = await api.capture(bin)
  const resend = () =>
    api.call('POST', `/api/v1/bins/${bin.id}/captures/${id}/resend`, { key, body: { url: 'http://127.0.0.1:64999/' } })
  expect((await resend()).status).toBe(200)
  expect((await resend()).status).toBe(429)
  const other = await api.makeBin()
  const { id: otherId } = await api.capture(other.bin)
  const target = `/api/v1/bins/${other.bin.id}/captures/${otherId}/resend`
  expect((await api.call('POST', target, { key: other.key, body: { url: 'http://127.0.0.1:64999/' } })).status).toBe(200)
})

test('limits the writes per key over all calls, but not its reads', async () => {
  api = await openApi({ limitWritesPerKey: { count: 2, windowSeconds: 60 } })
  const { bin, key } = await api.makeBin()
  const rename = () => api.call('PATCH', `/api/v1/bins/${bin.id}`, { key, body: { name: 'a' } })
  expect([(await rename()).status, (await rename()).status]).toEqual([200, 200])
  const refused = await rename()
  expect([refused.status, refused.headers.has('retry-after')]).toEqual([429, true])
  expect((await api.call('DELETE', `/api/v1/bins/${bin.id}/captures`, { key })).status).toBe(429)
  expect((await api.call('GET', `/api/v1/bins/${bin.id}`, { key })).status).toBe(200)
  expect((await api.call('DELETE', '/api/v1/session', from('203.0.113.9'))).status).toBe(204)
})

test('limits the event streams per address; closing one frees its place', async () => {
  api = await openApi({ limitStreamsPerAddress: 1 })
  const { bin, key } = await api.makeBin()
  const leaving = new AbortController()
  const watch = (signal?: AbortSignal) =>
    api.call('GET', `/api/v1/bins/${bin.id}/events`, { key, signal, ...from('203.0.113.1') })
  const open = await watch(leaving.signal)
  const refused = await watch()
  expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '10'])
  leaving.abort()
  await open.text()
  const again = await watch()
  expect(again.status).toBe(200)
  await again.body!.cancel()
})

test('only the owner sees what senders were refused', async () => {
  api = await openApi()
  const { bin, key } = await api.makeBin()
  const stored = (await api.rt.store.findBin(bin.id))!
  api.rt.refusals.count(stored.key, 'captures_per_bin')
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/refusals`, { key })
  expect(await response.json()).toMatchObject({ refusals: [{ reason: 'captures_per_bin', count: 1 }] })
  const stranger = (await api.makeBin()).key
  expect((await api.call('GET', `/api/v1/bins/${bin.id}/refusals`, { key: stranger })).status).toBe(403)
})

describe('with invitations only', () => {
  const adminKey = 'the-operator-and-nobody-else'
  const invite = (key: string | undefined) => api.call('POST', '/api/v1/keys', { key })

  test('a caller without a key cannot create a bin; the operator issues keys, and anyone with a key can', async () => {
    api = await openApi({ create: 'key', adminKey })
    expect(await problemOf(await api.call('POST', '/api/v1/bins', { body: {} }))).toMatchObject({ code: 'unauthenticated' })
    const invited = await invite(adminKey)
    expect(invited.status).toBe(201)
    const { accessKey } = (await invited.json()) as { accessKey: string }
    const { bin } = await api.makeBin(accessKey)
    expect((await api.call('GET', `/api/v1/bins/${bin.id}`, { key: adminKey })).status).toBe(401)
    expect((await api.call('GET', '/api/v1/bins', { key: adminKey })).status).toBe(401)
  })

  test.each([undefined, 'the-operator-and-nobody-els', 'the-operator-and-nobody-else!', `ck_${'0'.repeat(32)}`])(
    'nobody else can issue keys: %s',
    async (key) => {
      api = await openApi({ create: 'key', adminKey })
      expect((await invite(key)).status).toBe(401)
    },
  )

  test('without an admin key, nobody is the operator', async () => {
    api = await openApi()
    for (const key of ['', 'null', 'undefined']) expect((await invite(key)).status).toBe(401)
  })

  test('an access key issues keys only for its own owner', async () => {
    api = await openApi({ create: 'key', adminKey })
    const { accessKey } = (await (await invite(adminKey)).json()) as { accessKey: string }
    const session = async (key: string) => (await (await api.call('GET', '/api/v1/session', { key })).json()) as Session
    const second = (await (await invite(accessKey)).json()) as { accessKey: string }
    const other = (await (await invite(adminKey)).json()) as { accessKey: string }
    const { owner } = await session(accessKey)
    expect((await session(second.accessKey)).owner).toEqual(owner)
    expect((await session(other.accessKey)).owner.id).not.toBe(owner.id)
  })
})

test('a read takes a turn before it reads and one before it writes its answer, so that many reads at once do not delay captures', async () => {
  api = await openApi()
  const { bin, key } = await api.makeBin()
  const turn = vi.spyOn(api.rt.limits.turns, 'next')
  expect((await api.call('GET', `/api/v1/bins/${bin.id}/captures`, { key })).status).toBe(200)
  expect(turn).toHaveBeenCalledTimes(2)
})
