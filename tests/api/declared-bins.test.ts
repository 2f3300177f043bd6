import { afterAll, beforeAll, expect, test } from 'vitest'
import type { AppliedBin } from '#lib/core/declared/declared'
import { installRuntime } from '#lib/runtime'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

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

const send = (bins: unknown, { as = key, dryRun }: { as?: string; dryRun?: boolean } = {}) =>
  api.call('POST', '/api/v1/declared-bins', { key: as, body: { bins, ...(dryRun === undefined ? {} : { dryRun }) } })

async function apply(...bins: object[]): Promise<AppliedBin[]> {
  const response = await send(bins)
  expect(response.status, await response.clone().text()).toBe(200)
  return ((await response.json()) as { bins: AppliedBin[] }).bins
}
const outcome = async (...bins: object[]) => (await apply(...bins)).map(({ outcome, changes }) => [outcome, ...changes].join(' '))
const stored = async (id: string) => (await api.rt.store.findBin(id))!
const forwardsOf = async (id: string) => api.rt.store.listForwards((await stored(id)).key)

test('creates bins under their ids; the same call again changes nothing', async () => {
  const shop = {
    id: newId(),
    name: 'Shop',
    ttlSeconds: 3600,
    response: { status: 503, headers: [['retry-after', '2']] },
    require: { auth: { type: 'bearer', token: 'hunter2' } },
    forwards: [FORWARD, { ...FORWARD, name: 'other', retry: { schedule: ['1s'] }, enabled: false }],
  }
  const plain = { id: newId() }
  expect(await outcome(shop, plain)).toEqual(['created', 'created'])
  const bin = await stored(shop.id)
  expect(bin).toMatchObject({ name: 'Shop', response: { status: 503, headers: [['retry-after', '2']], body: null, delayMs: 0 } })
  expect(bin.fixedExpiresAt).toBe(bin.createdAt + 3_600_000)
  expect(await forwardsOf(shop.id)).toMatchObject([
    { name: 'dev', url: FORWARD.url, concurrency: 4, enabled: true },
    { name: 'other', retry: { schedule: ['1s'], giveUpAfter: '24h' }, enabled: false },
  ])
  const before = [await stored(shop.id), await forwardsOf(shop.id), await stored(plain.id)]
  api.advance(10_000)
  expect(await outcome(shop, plain)).toEqual(['unchanged', 'unchanged'])
  expect([await stored(shop.id), await forwardsOf(shop.id), await stored(plain.id)]).toEqual(before)
})

test('names each field that differs, and changes only those fields', async () => {
  const id = newId()
  await apply({ id, name: 'a', response: { status: 201 }, forwards: [FORWARD] })
  const { id: forwardId, version } = (await forwardsOf(id))[0]!
  expect(await outcome({ id, name: 'b', response: { status: 201 }, forwards: [FORWARD] })).toEqual(['changed name'])
  expect(await forwardsOf(id)).toMatchObject([{ id: forwardId, version }])
  const changed = {
    id,
    response: { status: 202 },
    ttlSeconds: 7200,
    forwards: [
      { ...FORWARD, rate: '1/1s' },
      { ...FORWARD, name: 'two' },
    ],
  }
  expect(await outcome(changed)).toEqual(['changed ttlSeconds response forwards.dev forwards.two'])
  expect(await stored(id)).toMatchObject({ name: 'b', response: { status: 202 } })
  expect(await forwardsOf(id)).toMatchObject([{ id: forwardId, url: FORWARD.url, rate: '1/1s' }, { name: 'two' }])
})

test('omitted fields stay as they are, and a given field is replaced as a whole', async () => {
  const id = newId()
  const auth = { type: 'bearer', token: 'hunter2' }
  await apply({
    id,
    name: 'a',
    ttlSeconds: 3600,
    response: { status: 201, body: 'x' },
    require: { auth },
    forwards: [{ ...FORWARD, q: 'a' }],
  })
  const before = [await stored(id), await forwardsOf(id)]
  expect(await outcome({ id })).toEqual(['unchanged'])
  expect(await outcome({ id, forwards: [] })).toEqual(['unchanged'])
  expect([await stored(id), await forwardsOf(id)]).toEqual(before)
  expect(await outcome({ id, response: { status: 201 }, forwards: [FORWARD] })).toEqual(['changed response forwards.dev'])
  expect(await stored(id)).toMatchObject({ response: { status: 201, body: null } })
  expect(await forwardsOf(id)).toMatchObject([{ q: null }])
  const nulls = { id, name: null, ttlSeconds: null, response: null, require: null }
  expect(await outcome(nulls)).toEqual(['changed name ttlSeconds response require'])
  expect(await stored(id)).toMatchObject({ name: null, fixedExpiresAt: null, response: { status: 200 }, require: null })
  expect(await outcome(nulls)).toEqual(['unchanged'])
})

test('a forward that was paused stays paused unless the file says otherwise', async () => {
  const id = newId()
  await apply({ id, forwards: [FORWARD] })
  const [forward] = await forwardsOf(id)
  await api.call('PATCH', `/api/v1/bins/${id}/forwards/${forward!.id}`, { key, body: { enabled: false } })
  expect(await outcome({ id, forwards: [FORWARD] })).toEqual(['unchanged'])
  expect(await outcome({ id, forwards: [{ ...FORWARD, enabled: true }] })).toEqual(['changed forwards.dev'])
  expect(await forwardsOf(id)).toMatchObject([{ enabled: true }])
})

test('compares a credential with the stored one, and ••• keeps it', async () => {
  const id = newId()
  const requiring = (password: string) => ({ id, require: { auth: { type: 'basic', user: 'me', password } } })
  await apply(requiring('one'))
  const sealed = async () => (await stored(id)).require!.sealed
  const first = await sealed()
  expect(await outcome(requiring('one'))).toEqual(['unchanged'])
  expect(await outcome(requiring('•••'))).toEqual(['unchanged'])
  expect(await sealed()).toEqual(first)
  expect(await outcome(requiring('two'))).toEqual(['changed require'])
  expect(await outcome(requiring('two'))).toEqual(['unchanged'])
  expect(await badFields(await send([{ ...requiring('•••'), id: newId() }]))).toEqual(['bins.0.require.auth'])
})

test('a dry run reports what would change, and changes nothing', async () => {
  const [there, fresh] = [newId(), newId()]
  await apply({ id: there, name: 'a' })
  const response = await send([{ id: there, name: 'b', forwards: [FORWARD] }, { id: fresh }], { dryRun: true })
  expect(await response.json()).toEqual({
    bins: [
      { id: there, outcome: 'changed', changes: ['name', 'forwards.dev'] },
      { id: fresh, outcome: 'created', changes: [] },
    ],
  })
  expect(await stored(there)).toMatchObject({ name: 'a' })
  expect(await forwardsOf(there)).toEqual([])
  expect(await stored(fresh)).toBeNull()
})

test("refuses another owner's bin by name, and changes nothing", async () => {
  const { bin } = await api.makeBin()
  const id = newId()
  const response = await send([
    { id, name: 'a' },
    { id: bin.id, name: 'mine now' },
  ])
  expect(response.status).toBe(409)
  expect(await problemOf(response)).toMatchObject({
    code: 'id_taken',
    errors: [{ path: 'bins.1.id', message: 'belongs to another owner' }],
  })
  expect(await stored(id)).toBeNull()
  expect(await stored(bin.id)).toMatchObject({ name: null })
})

test.each([
  [[{ name: 'x' }], ['bins.0.id']],
  [[{ id: 'A b' }], ['bins.0.id']],
  [[{ id: 'twice' }, { id: 'twice' }], ['bins.1.id']],
  [[{ id: 'shop', nmae: 'x' }], ['bins.0.nmae']],
  [[{ id: 'shop', response: { status: 700, delayMs: -1 } }], ['bins.0.response.status', 'bins.0.response.delayMs']],
  [[{ id: 'shop', rules: [] }], ['bins.0.rules']],
  [[{ id: 'shop', secrets: [] }], ['bins.0.secrets']],
  [[{ id: 'shop', forwards: [FORWARD, FORWARD] }], ['bins.0.forwards.1.name']],
  [[{ id: 'shop', forwards: [{ ...FORWARD, q: 'color:red' }] }], ['bins.0.forwards.0.q']],
  [[{ id: 'shop', forwards: [{ ...FORWARD, url: 'ftp://x' }] }], ['bins.0.forwards.0.url']],
  [[{ id: 'shop', require: { signature: true } }], ['bins.0.require.signature']],
  [[{ id: 'shop', require: { auth: { type: 'header', name: 'x plain', value: 'a' } } }], ['bins.0.require.auth.name']],
  ['no list', ['bins']],
  [Array.from({ length: 201 }, (_, at) => ({ id: `many-${at}` })), ['bins']],
])('refuses %j and names the field', async (bins, paths) => {
  expect(await badFields(await send(bins))).toEqual(paths)
})

test('refuses what only the database or the guard can detect, with its place in the file', async () => {
  const id = newId()
  const refusal = async (bin: object) => {
    const { code, errors } = await problemOf(await send([{ id: newId() }, { id, ...bin }]))
    return [code, ...errors!.map(({ path }) => path)]
  }
  expect(await refusal({ forwards: [FORWARD, { ...FORWARD, name: 'b', url: 'http://10.0.0.1/' }] })).toEqual([
    'target_forbidden',
    'bins.1.forwards.1',
  ])
  expect(await refusal({ forwards: [{ ...FORWARD, sign: { secretId: 'sec_x' } }] })).toEqual([
    'secret_not_found',
    'bins.1.forwards.0',
  ])
  expect(await stored(id)).toBeNull()
  await apply({ id, forwards: Array.from({ length: 20 }, (_, at) => ({ ...FORWARD, name: `f${at}` })) })
  expect(await refusal({ forwards: [{ ...FORWARD, name: 'one more' }] })).toEqual(['forwards_full', 'bins.1.forwards'])
  const post = (name: string) => api.call('POST', `/api/v1/bins/${id}/forwards`, { key, body: { ...FORWARD, name } })
  const [first] = await forwardsOf(id)
  await api.call('DELETE', `/api/v1/bins/${id}/forwards/${first!.id}`, { key })
  expect((await post('f7')).status).toBe(201)
  expect(await refusal({ forwards: [{ ...FORWARD, name: 'f7' }] })).toEqual(['invalid_input', 'bins.1.forwards.0.name'])
})

test("a lifetime counts from the bin's creation; one that has already passed is refused", async () => {
  const id = newId()
  await apply({ id, ttlSeconds: 86_400 })
  api.advance(3_600_000)
  expect(await outcome({ id, ttlSeconds: 86_400 })).toEqual(['unchanged'])
  expect(await badFields(await send([{ id, ttlSeconds: 3600 }]))).toEqual(['bins.0.ttlSeconds'])
  expect(await outcome({ id, ttlSeconds: 7200 })).toEqual(['changed ttlSeconds'])
})

test('an expired bin is created again, without its captures', async () => {
  const id = newId()
  await apply({ id, ttlSeconds: 60, name: 'old' })
  const { key: before } = await stored(id)
  api.advance(61_000)
  expect(await outcome({ id, ttlSeconds: 60 })).toEqual(['created'])
  expect(await stored(id)).toMatchObject({ name: null, captureCount: 0 })
  expect((await stored(id)).key).not.toBe(before)
})

test('checks the limit of bins per address before any bin is created', async () => {
  const strict = await openApi({ limitBinsPerAddress: { count: 2, windowSeconds: 3600 } })
  try {
    const { key: other } = await strict.makeBin()
    const bins = [{ id: 'one-a' }, { id: 'one-b' }]
    const response = await strict.call('POST', '/api/v1/declared-bins', { key: other, body: { bins } })
    expect(response.status).toBe(429)
    expect(await strict.rt.store.findBin('one-a')).toBeNull()
  } finally {
    await strict.close()
    installRuntime(api.rt)
  }
})
