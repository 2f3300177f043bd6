import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { badFields, openApi, type TestApi } from './test-api'

const BODY = Buffer.from(JSON.stringify({ apiKey: 'swordfish', event: 'order.paid' }))

let api: TestApi
let bin: Bin
let key: string
let id: string
beforeAll(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
  id = (await api.capture(bin, { body: BODY })).id
})
afterAll(() => api.close())

const path = () => `/api/v1/bins/${bin.id}/captures/${id}`
const read = async (query: string, token = key) =>
  (await (await api.call('GET', path() + query, { key: token })).json()) as Capture

test('without the parameter the body is included', async () => {
  const capture = await read('')
  expect(capture.body).toEqual({ encoding: 'utf8', data: BODY.toString() })
  expect(capture).not.toHaveProperty('bodyShown')
})

test('a body of exactly that size is included; one byte more is omitted, and everything else is the same', async () => {
  const whole = await read(`?bodyMax=${BODY.length}`)
  expect(whole).toEqual(await read(''))
  expect(await read(`?bodyMax=${BODY.length - 1}`)).toEqual({
    ...whole,
    body: { encoding: 'utf8', data: '' },
    bodyShown: 'omitted',
  })
})

test("a redacted link's body is never omitted, because it cannot be fetched in another way", async () => {
  const input = { body: { show: 'redacted', ttlSeconds: 3600 }, key }
  const { token } = (await (await api.call('POST', `/api/v1/bins/${bin.id}/shares`, input)).json()) as { token: string }
  const shown = await read('?bodyMax=0', token)
  expect(shown.bodyShown).toBe('masked')
  expect(shown.body.data).toContain('order.paid')
  expect(shown.body.data).not.toContain('swordfish')
  expect((await api.call('GET', `${path()}/body`, { key: token })).status).toBe(403)
})

test.each(['-1', '1.5', 'all', ''])('answers 422 to bodyMax=%s and names the field', async (value) => {
  expect(await badFields(await api.call('GET', `${path()}?bodyMax=${value}`, { key }))).toEqual(['bodyMax'])
})
