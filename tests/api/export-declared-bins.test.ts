// biome-ignore-all lint/suspicious/noTemplateCurlyInString: placeholders look like this
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppliedBin, ExportedBin } from '#lib/core/declared/declared'
import { fillPlaceholders, namedVariables } from '#lib/core/declared/placeholders'
import { badFields, openApi, type TestApi } from './test-api'

let api: TestApi
let key: string
let n = 0
beforeAll(async () => {
  api = await openApi()
  key = (await api.makeBin()).key
})
afterAll(() => api.close())

const newId = () => `shop-${++n}`
const FORWARD = { name: 'dev', url: 'http://127.0.0.1:64999/hooks' }

async function apply(...bins: object[]): Promise<AppliedBin[]> {
  const response = await api.call('POST', '/api/v1/declared-bins', { key, body: { bins } })
  expect(response.status, await response.clone().text()).toBe(200)
  return ((await response.json()) as { bins: AppliedBin[] }).bins
}
const outcome = async (...bins: object[]) => (await apply(...bins)).map(({ outcome, changes }) => [outcome, ...changes].join(' '))
const stored = async (id: string) => (await api.rt.store.findBin(id))!
const forwardsOf = async (id: string) => api.rt.store.listForwards((await stored(id)).key)

async function exported(query = ''): Promise<{ bins: ExportedBin[] }> {
  const response = await api.call('GET', `/api/v1/declared-bins${query}`, { key })
  expect(response.status).toBe(200)
  return (await response.json()) as { bins: ExportedBin[] }
}

test('an export contains no secret, and applying it changes nothing', async () => {
  const id = newId()
  const shop = {
    id,
    name: 'Shop',
    ttlSeconds: 3600,
    response: { status: 503, headers: [['x-a', '${b}']], body: '${c}', delayMs: 5 },
    require: { auth: { type: 'basic', user: 'me${x}', password: 'hunter2' } },
    forwards: [
      {
        ...FORWARD,
        headerChanges: [
          ['Authorization', 'Bearer hunter2'],
          ['x-b', '${d}'],
          ['cookie', null],
        ],
        q: 'method:POST',
        enabled: false,
      },
      { ...FORWARD, name: 'chat', url: 'http://127.0.0.1:64999/in?token=hunter2', order: 'strict' },
    ],
  }
  await apply(shop)
  const file = await exported(`?bins=${id}`)
  expect(JSON.stringify(file)).not.toContain('hunter2')
  const prefix = `BIN_${id.toUpperCase().replace('-', '_')}`
  expect([...namedVariables(file).keys()]).toEqual([`${prefix}_PASSWORD`, `${prefix}_DEV_AUTHORIZATION`, `${prefix}_CHAT_URL`])
  const before = [await stored(id), await forwardsOf(id)]
  const { filled, faults } = fillPlaceholders(file, {
    [`${prefix}_PASSWORD`]: 'hunter2',
    [`${prefix}_DEV_AUTHORIZATION`]: 'Bearer hunter2',
    [`${prefix}_CHAT_URL`]: 'http://127.0.0.1:64999/in?token=hunter2',
  })
  expect(faults).toEqual([])
  expect(await outcome(...(filled as { bins: object[] }).bins)).toEqual(['unchanged'])
  expect([await stored(id), await forwardsOf(id)]).toEqual(before)
})

test('exports forwards of one name under unique names, so that another server accepts the file', async () => {
  const { bin } = await api.makeBin(key)
  const long = `${'x'.repeat(98)}😀`
  for (const name of ['dev', 'dev', 'dev 2', 'dev', long, long]) {
    const url = 'http://127.0.0.1:64999/in?token=hunter2'
    expect((await api.call('POST', `/api/v1/bins/${bin.id}/forwards`, { key, body: { ...FORWARD, name, url } })).status).toBe(201)
  }
  const { bins } = await exported(`?bins=${bin.id}`)
  expect(bins[0]!.forwards.map(({ name }) => name)).toEqual(['dev', 'dev 3', 'dev 2', 'dev 4', long, `${'x'.repeat(98)} 2`])
  const variables = [...namedVariables({ bins }).keys()]
  expect(new Set(variables).size).toBe(6)
  const { filled } = fillPlaceholders(
    { bins },
    Object.fromEntries(variables.map((name) => [name, 'http://127.0.0.1:64999/in?token=hunter2'])),
  )
  const [copy] = (filled as { bins: object[] }).bins
  expect(await outcome({ ...copy, id: newId() })).toEqual(['created'])
})

test('exports all bins of the caller, or the named ones in the given order', async () => {
  const [a, b] = [newId(), newId()]
  await apply({ id: a }, { id: b })
  expect((await exported(`?bins=${b},${a},${b}`)).bins.map(({ id }) => id)).toEqual([b, a])
  const all = (await exported()).bins.map(({ id }) => id)
  expect(all).toEqual(expect.arrayContaining([a, b]))
  expect((await api.call('GET', '/api/v1/declared-bins?bins=nobodys', { key })).status).toBe(404)
  expect(await badFields(await api.call('GET', `/api/v1/declared-bins?bins=${'a,'.repeat(201)}`, { key }))).toEqual(['bins'])
  const { bin } = await api.makeBin()
  expect((await api.call('GET', `/api/v1/declared-bins?bins=${bin.id}`, { key })).status).toBe(403)
})

test('exports a lifetime that was set over REST unchanged', async () => {
  const { bin } = await api.makeBin(key)
  api.advance(1234)
  await api.call('PATCH', `/api/v1/bins/${bin.id}`, { key, body: { ttlSeconds: 3600 } })
  const file = await exported(`?bins=${bin.id}`)
  const before = await stored(bin.id)
  expect(await outcome(...file.bins)).toEqual(['unchanged'])
  expect(await stored(bin.id)).toEqual(before)
})
