import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { Bin } from '#lib/core/bin'
import type { Capture } from '#lib/core/capture'
import { openApi, type TestApi } from '../test-api'
import { typed } from './form'
import { HARMLESS } from './harmless'
import { MORE_HARMLESS } from './more-harmless'

let api: TestApi
let bin: Bin
let key: string
let token: string
beforeAll(async () => {
  api = await openApi()
  ;({ bin, key } = await api.makeBin())
  const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'redacted' } })
  token = ((await share.json()) as { token: string }).token
})
afterAll(() => api.close())

const look = async (id: string, by: string) =>
  (await (await api.call('GET', `/api/v1/bins/${bin.id}/captures/${id}`, { key: by })).json()) as Capture

test.each([...HARMLESS, ...MORE_HARMLESS])('$title is unchanged, hash included', async ({ request }) => {
  const { query, path, ...fields } = request
  const target = `/in/${bin.id}${path ?? '/hook'}${query === undefined ? '' : `?${query}`}`
  const { id } = await api.capture(bin, { target, ...fields })
  const { bodyShown, ...shown } = await look(id, token)
  const { bodyCrc32: _crc, sender, ...whole } = await look(id, key)
  expect(bodyShown).toBe('masked')
  expect(shown).toEqual({ ...whole, bodyCrc32: null, sender: sender && { ...sender, summary: null } })
})

test.each([
  ['too_large', 'application/json', JSON.stringify({ a: 'x'.repeat(1_048_576) })],
  ['too_deep', 'application/json', `${'['.repeat(101)}${']'.repeat(101)}`],
  ['unreadable', 'application/json', '{"a":1'],
  ['unreadable', 'text/plain', 'hello'],
  ['unreadable', 'application/json; charset=utf-16', '{"a":1}'],
])('says why a body is withheld: %s, %s', async (reason, type, body) => {
  const { id } = await api.capture(bin, typed(type, body))
  expect(await look(id, token)).toMatchObject({
    bodyShown: 'withheld',
    withheldReason: reason,
    body: { data: '' },
    bodySha256: null,
  })
})

const MEGABYTE = 1_048_000
const jsonStrings = (text: string) => `[${Array.from({ length: 11 }, () => `"${text.repeat(90_000 / text.length)}"`).join(',')}]`

test.each([
  ['&', 'application/x-www-form-urlencoded', '&'.repeat(MEGABYTE)],
  ['a=a&', 'application/x-www-form-urlencoded', 'a=a&'.repeat(MEGABYTE / 4)],
  ['100k short names', 'application/json', `{${Array.from({ length: 90_000 }, (_, i) => `"k${i}":1`).join(',')}}`],
  ['strings of /token/', 'application/json', jsonStrings('/token/')],
  ['strings of %25', 'application/json', jsonStrings('%25')],
])('a megabyte of %s is redacted on the thread, so it keeps nobody else waiting', async (_name, type, body) => {
  const { id } = await api.capture(bin, typed(type, body))
  const onThread = vi.spyOn(api.rt.scan, 'redactCapture')
  expect((await look(id, token)).id).toBe(id)
  expect(onThread).toHaveBeenCalledTimes(1)
  onThread.mockRestore()
})
