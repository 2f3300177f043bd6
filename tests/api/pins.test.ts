import { afterEach, expect, test } from 'vitest'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
afterEach(() => api.close())

async function pinnedIn(binId: string, key: string): Promise<boolean[]> {
  const page = await api.call('GET', `/api/v1/bins/${binId}/captures?after=0`, { key })
  return ((await page.json()) as { captures: CaptureSummary[] }).captures.map(({ pinned }) => pinned)
}

test("answers 409 to a pin beyond the bin's limit, and accepts it once another capture is unpinned", async () => {
  api = await openApi({ maxCapturesPerBin: 5 })
  const { bin, key } = await api.makeBin()
  const ids: string[] = []
  for (let i = 0; i < 3; i += 1) ids.push((await api.capture(bin)).id)
  const pin = (i: number, pinned: boolean) =>
    api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${ids[i]}`, { key, body: { pinned, note: 'n' } })
  expect([(await pin(0, true)).status, (await pin(1, true)).status]).toEqual([200, 200])
  const refused = await pin(2, true)
  expect([refused.status, (await problemOf(refused)).code]).toEqual([409, 'pins_full'])
  expect((await pin(0, false)).status).toBe(200)
  expect((await pin(2, true)).status).toBe(200)
  expect(await pinnedIn(bin.id, key)).toEqual([false, true, true])
})

test('an import keeps all captures, and pins up to the limit', async () => {
  api = await openApi({ maxCapturesPerBin: 5 })
  const { bin, key } = await api.makeBin()
  const line = `${JSON.stringify({ method: 'POST', url: '/hook', pinned: true })}\n`
  const imported = await api.call('POST', `/api/v1/bins/${bin.id}/import`, {
    key,
    body: line.repeat(4),
    headers: { 'content-type': 'application/x-ndjson' },
  })
  expect(await imported.json()).toMatchObject({ imported: 4 })
  expect(await pinnedIn(bin.id, key)).toEqual([true, true, false, false])
})

test('a change returns the whole updated capture, without a body longer than bodyMax', async () => {
  api = await openApi()
  const { bin, key } = await api.makeBin()
  const path = `/api/v1/bins/${bin.id}/captures/${(await api.capture(bin)).id}`
  const whole = async (body: object, query = '') => {
    const changed = (await (await api.call('PATCH', path + query, { key, body })).json()) as Capture
    expect(changed).toEqual(await (await api.call('GET', path + query, { key })).json())
    return changed
  }
  expect(await whole({ pinned: true, note: 'why?' })).toMatchObject({ pinned: true, note: 'why?', body: { data: '{"a":1}' } })
  expect(await whole({})).toMatchObject({ pinned: true, note: 'why?' })
  expect(await whole({ note: null }, '?bodyMax=1')).toMatchObject({ note: null, bodyShown: 'omitted', body: { data: '' } })
})
