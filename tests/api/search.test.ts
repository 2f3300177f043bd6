import { afterAll, beforeAll, expect, test } from 'vitest'
import type { CaptureList } from '#lib/services/list-captures'
import { badFields, openApi, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi()
})
afterAll(() => api.close())

async function search(key: string, bin: string, q: string, rest = ''): Promise<CaptureList> {
  const response = await api.call('GET', `/api/v1/bins/${bin}/captures?q=${encodeURIComponent(q)}${rest}`, { key })
  expect(response.status).toBe(200)
  return (await response.json()) as CaptureList
}
const seqs = ({ captures }: CaptureList) => captures.map(({ seq }) => seq)

test('finds captures by row, by headers and by fields of the body', async () => {
  const { bin, key } = await api.makeBin()
  const json = (amount: number) => ({ body: Buffer.from(JSON.stringify({ amount, action: amount > 100 ? 'opened' : 'closed' })) })
  for (const amount of [50, 150, 250]) await api.capture(bin, json(amount))
  await api.capture(bin, { method: 'GET', rawHeaders: ['X-GitHub-Event', 'push'], body: Buffer.alloc(0) })
  const found = async (q: string) => seqs(await search(key, bin.id, q))
  expect(await found('method:GET')).toEqual([4])
  expect(await found('$.amount>100')).toEqual([3, 2])
  expect(await found('body.action=="opened" $.amount<200')).toEqual([2])
  expect(await found('header.x-github-event:push')).toEqual([4])
  expect(await found('not method:POST or $.amount==50')).toEqual([4, 1])
  expect(await found('nothing-like-it')).toEqual([])
})

test('finds text of headers that were sent as UTF-8', async () => {
  const { bin, key } = await api.makeBin()
  await api.capture(bin, { rawHeaders: ['X-U', Buffer.from('straße').toString('latin1')] })
  await api.capture(bin, { rawHeaders: ['X-U', 'strasse'] })
  for (const q of ['straße', 'header.x-u:Straße']) expect(seqs(await search(key, bin.id, q))).toEqual([1])
})

test('pages in both directions without skipping a capture', async () => {
  const { bin, key } = await api.makeBin()
  for (let i = 1; i <= 9; i += 1) await api.capture(bin, { body: Buffer.from(JSON.stringify({ even: i % 2 === 0 })) })
  const first = await search(key, bin.id, '$.even==true', '&limit=3')
  expect([seqs(first), first.nextBefore, first.nextAfter]).toEqual([[8, 6, 4], 4, null])
  const second = await search(key, bin.id, '$.even==true', `&limit=3&before=${first.nextBefore}`)
  expect([seqs(second), second.nextBefore]).toEqual([[2], null])
  const forward = await search(key, bin.id, '$.even==true', '&limit=3&after=2')
  expect([seqs(forward), forward.nextBefore, forward.nextAfter]).toEqual([[4, 6, 8], null, null])
})

test("reports the position of a filter's mistake", async () => {
  const { bin, key } = await api.makeBin()
  const response = await api.call('GET', `/api/v1/bins/${bin.id}/captures?q=${encodeURIComponent('method:GET (')}`, { key })
  const copy = response.clone()
  expect(await badFields(response)).toEqual(['q'])
  expect(JSON.stringify(await copy.json())).toMatch(/at character \d+/)
})

test('a redacted link cannot search for what it hides', async () => {
  const { bin, key } = await api.makeBin()
  await api.capture(bin, { rawHeaders: ['Authorization', 'Bearer hunter2', 'X-Kind', 'order'], body: Buffer.alloc(0) })
  const made = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'redacted' } })
  const { token } = (await made.json()) as { token: string }
  expect(seqs(await search(key, bin.id, 'hunter2'))).toEqual([1])
  expect(seqs(await search(token, bin.id, 'hunter2'))).toEqual([])
  expect(seqs(await search(token, bin.id, 'header.x-kind:order'))).toEqual([1])
})
