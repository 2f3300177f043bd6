import { afterAll, beforeAll, expect, test } from 'vitest'
import { LIMITS } from '#lib/core/limits'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

/** A bin with 3 captures. */
async function binWithCaptures() {
  const { bin, key } = await api.makeBin()
  for (let i = 0; i < 3; i++) await api.capture(bin)
  const path = (name: string) => `/api/v1/bins/${bin.id}/cursors/${name}`
  const put = (name: string, body: unknown) => api.call('PUT', path(name), { key, body })
  const get = (name: string, as = key) => api.call('GET', path(name), { key: as })
  return { bin, key, path, put, get }
}

test("keeps a reader's position", async () => {
  const { key, path, put, get } = await binWithCaptures()
  expect((await problemOf(await get('my.laptop_1-a'))).code).toBe('cursor_not_found')
  const answer = await put('my.laptop_1-a', { seq: 3 })
  expect([answer.status, await answer.json()]).toEqual([200, { seq: 3 }])
  expect(await (await get('my.laptop_1-a')).json()).toEqual({ seq: 3 })
  expect(await (await put('my.laptop_1-a', { seq: 1 })).json()).toEqual({ seq: 1 })
  expect((await api.call('DELETE', path('my.laptop_1-a'), { key })).status).toBe(204)
  expect((await problemOf(await api.call('DELETE', path('my.laptop_1-a'), { key }))).code).toBe('cursor_not_found')
})

test('refuses a value that is not a seq of the bin, and names the highest one', async () => {
  const { put } = await binWithCaptures()
  expect(await badFields(await put('a', { seq: 4 }))).toEqual(['seq'])
  expect((await problemOf(await put('a', { seq: 4 }))).detail).toContain('3')
  for (const seq of [-1, 1.5, '1', null]) expect(await badFields(await put('a', { seq }))).toEqual(['seq'])
  expect(await badFields(await put('a', {}))).toEqual(['seq'])
  expect(await badFields(await put('a', { seq: 1, at: 2 }))).toEqual(['at'])
})

test('a bin with the maximum of cursors refuses a new name, but existing cursors still move', async () => {
  const { bin, put } = await binWithCaptures()
  const { key: binKey } = (await api.rt.store.findBin(bin.id))!
  for (let i = 0; i < 1_000; i++) await api.rt.store.setCursor(binKey, `reader-${i}`, 1, LIMITS.cursorsPerBinMax)
  const refused = await problemOf(await put('one-more', { seq: 1 }))
  expect([refused.status, refused.code]).toEqual([409, 'cursors_full'])
  expect((await put('reader-7', { seq: 2 })).status).toBe(200)
})

test('refuses an invalid name', async () => {
  const { put, get } = await binWithCaptures()
  for (const name of ['a b', 'ä', 'a%00b', 'a:b', 'x'.repeat(101)]) {
    const given = encodeURI(name).replace('%2500', '%00')
    expect(await badFields(await put(given, { seq: 1 }))).toEqual(['name'])
    expect((await problemOf(await get(given))).code).toBe('cursor_not_found')
  }
  expect((await put('x'.repeat(100), { seq: 1 })).status).toBe(200)
})

test('the cursor survives emptying the bin, but not deleting it', async () => {
  const { bin, key, put, get } = await binWithCaptures()
  await put('a', { seq: 3 })
  await api.call('DELETE', `/api/v1/bins/${bin.id}/captures`, { key })
  expect(await (await get('a')).json()).toEqual({ seq: 3 })
  await api.call('DELETE', `/api/v1/bins/${bin.id}`, { key })
  expect((await problemOf(await get('a'))).code).toBe('bin_not_found')
})

test('a link to the bin reads a cursor; a link to one capture reads none', async () => {
  const { bin, key, put, get } = await binWithCaptures()
  await put('a', { seq: 3 })
  const share = async (input: object) => {
    const answer = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'redacted', ...input } })
    return ((await answer.json()) as { token: string }).token
  }
  const { captures } = (await (await api.call('GET', `/api/v1/bins/${bin.id}/captures`, { key })).json()) as {
    captures: { id: string }[]
  }
  expect((await get('a', await share({}))).status).toBe(200)
  expect((await get('a', await share({ captureId: captures[0]!.id }))).status).toBe(403)
})
