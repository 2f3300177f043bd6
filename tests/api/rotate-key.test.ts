import { afterAll, beforeAll, expect, test } from 'vitest'
import { openApi, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

async function rotate(key: string): Promise<string> {
  const response = await api.call('POST', '/api/v1/session/rotate', { key })
  expect([response.status, response.headers.get('set-cookie')]).toEqual([200, null])
  return ((await response.json()) as { accessKey: string }).accessKey
}

test('the new key owns all bins, the old key none, and share links stay valid', async () => {
  const { bin, key } = await api.makeBin()
  await api.makeBin(key)
  const made = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'everything' } })
  const { token } = (await made.json()) as { token: string }
  const fresh = await rotate(key)
  expect(fresh).toMatch(/^ck_[0-9a-z]{32}$/)
  expect((await api.call('GET', '/api/v1/bins', { key })).status).toBe(401)
  const { bins } = (await (await api.call('GET', '/api/v1/bins', { key: fresh })).json()) as { bins: unknown[] }
  expect(bins).toHaveLength(2)
  expect((await api.call('GET', `/api/v1/bins/${bin.id}`, { key: token })).status).toBe(200)
})

test('a stream that was opened with the old key ends', async () => {
  const { bin, key } = await api.makeBin()
  const stream = await api.call('GET', `/api/v1/bins/${bin.id}/events`, { key })
  await rotate(key)
  expect(await stream.text()).toContain('event: access:ended')
})

test('a browser gets the new key as its cookie', async () => {
  const { key } = await api.makeBin()
  const response = await api.call('POST', '/api/v1/session/rotate', { cookie: key })
  const { accessKey } = (await response.json()) as { accessKey: string }
  expect(response.headers.get('set-cookie')).toContain(`creel_key=${accessKey};`)
})

test('if two callers rotate at once, one wins and no bin is lost', async () => {
  const { key } = await api.makeBin()
  const answers = await Promise.all([1, 2].map(() => api.call('POST', '/api/v1/session/rotate', { key })))
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 401])
  const { accessKey } = (await answers.find(({ status }) => status === 200)!.json()) as { accessKey: string }
  const { bins } = (await (await api.call('GET', '/api/v1/bins', { key: accessKey })).json()) as { bins: unknown[] }
  expect(bins).toHaveLength(1)
})

test('a stream opened with the cookie ends when the browser signs out, and the key stays valid', async () => {
  const { bin, key } = await api.makeBin()
  const stream = await api.call('GET', `/api/v1/bins/${bin.id}/events`, { cookie: key })
  const other = await api.call('GET', `/api/v1/bins/${bin.id}/events`, { key })
  expect((await api.call('DELETE', '/api/v1/session', { cookie: key })).status).toBe(204)
  expect(await stream.text()).toContain('event: access:ended')
  expect((await api.call('GET', `/api/v1/bins/${bin.id}`, { key })).status).toBe(200)
  await other.body!.cancel()
})
