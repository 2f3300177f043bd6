import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import type { CreatedKey } from '#lib/core/access-key'
import type { Bin } from '#lib/core/bin'
import type { ExpectAnswer } from '#lib/services/waits/expect-captures'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

let api: TestApi
beforeAll(async () => {
  api = await openApi({ limitBinsPerAddress: null, limitWritesPerKey: null })
})
afterAll(() => api.close())

const post = (bin: Bin, event: string) => api.capture(bin, { body: Buffer.from(JSON.stringify({ event })) })
const waiting = (count = 1) => vi.waitFor(() => expect(api.rt.matches.count()).toBe(count), { timeout: 10_000 })

function ask(bin: Bin, key: string, body: object): Promise<Response> {
  return api.call('POST', `/api/v1/bins/${bin.id}/expect`, { key, body: { within: 20, all: [], ...body } })
}
async function expectOf(bin: Bin, key: string, body: object): Promise<ExpectAnswer> {
  const response = await ask(bin, key, body)
  expect(response.status).toBe(200)
  return (await response.json()) as ExpectAnswer
}

test('answers as soon as all expectations are met, with one result for each in order', async () => {
  const { bin, key } = await api.makeBin()
  const answer = expectOf(bin, key, {
    all: [
      { name: 'paid', q: '$.event==paid' },
      { q: '$.event==sent', min: 2 },
    ],
    none: [{ name: 'no refund', q: '$.event==refund' }],
  })
  await waiting()
  const ids = [await post(bin, 'sent'), await post(bin, 'paid'), await post(bin, 'sent')].map(({ id }) => id)
  expect(await answer).toEqual({
    satisfied: true,
    results: [
      { name: 'paid', q: '$.event==paid', met: true, count: 1, captureIds: [ids[1]], nearest: [] },
      { name: null, q: '$.event==sent', met: true, count: 2, captureIds: [ids[0], ids[2]], nearest: [] },
      { name: 'no refund', q: '$.event==refund', met: true, count: 0, captureIds: [], nearest: [] },
    ],
  })
  await waiting(0)
})

test('a time-out names what is missing and the nearest captures', async () => {
  const { bin, key } = await api.makeBin()
  await post(bin, 'paid')
  await post(bin, 'sended')
  const { satisfied, results } = await expectOf(bin, key, {
    after: 0,
    within: 0,
    all: [{ q: '$.event==paid' }, { q: 'method:POST $.event==sent' }],
  })
  expect([satisfied, results.map(({ met }) => met)]).toEqual([false, [true, false]])
  expect(results[0]!.nearest).toEqual([])
  expect(results[1]!.nearest.map(({ seq, conditions }) => [seq, conditions[1]!.found])).toEqual([
    [2, '"sended"'],
    [1, '"paid"'],
  ])
})

test('exceeding a maximum ends it at once, also during the settle time', async () => {
  const { bin, key } = await api.makeBin()
  const answer = expectOf(bin, key, { settle: 20, all: [{ q: '', max: 1 }] })
  await waiting()
  await post(bin, 'a')
  await post(bin, 'b')
  expect(await answer).toMatchObject({ satisfied: false, results: [{ met: false, count: 2 }] })
})

test('a match of `none` ends it at once', async () => {
  const { bin, key } = await api.makeBin()
  const answer = expectOf(bin, key, { all: [{ q: '$.event==a' }], none: [{ q: '$.event==b' }] })
  await waiting()
  await post(bin, 'b')
  expect(await answer).toMatchObject({ satisfied: false, results: [{ met: false }, { met: false, count: 1 }] })
})

test('all stored captures are checked before it is satisfied', async () => {
  const { bin, key } = await api.makeBin()
  await post(bin, 'a')
  await Promise.all(Array.from({ length: 1_200 }, () => post(bin, 'x')))
  await post(bin, 'a')
  const answer = await expectOf(bin, key, { after: 0, all: [{ q: '$.event==a', max: 1 }] })
  expect(answer).toMatchObject({ satisfied: false, results: [{ count: 2 }] })
})

test('waits the whole time to confirm that nothing arrives', async () => {
  const { bin, key } = await api.makeBin()
  const startedAt = performance.now()
  expect(await expectOf(bin, key, { within: 1, settle: 0.2, none: [{ q: '' }] })).toMatchObject({ satisfied: true })
  expect(performance.now() - startedAt).toBeGreaterThan(190)
  const answer = expectOf(bin, key, { settle: 20, none: [{ q: '' }] })
  await waiting()
  await post(bin, 'a')
  expect(await answer).toMatchObject({ satisfied: false })
})

test('inOrder requires the expectations to be met one after another', async () => {
  const { bin, key } = await api.makeBin()
  for (const event of ['paid', 'created']) await post(bin, event)
  const all = [{ q: '$.event==created' }, { q: '$.event==paid' }]
  expect(await expectOf(bin, key, { after: 0, within: 0, all })).toMatchObject({ satisfied: true })
  const early = await expectOf(bin, key, { after: 0, within: 0, all, inOrder: true })
  expect(early).toMatchObject({
    satisfied: false,
    results: [
      { met: true, count: 1, nearest: [] },
      { met: false, count: 0 },
    ],
  })
  const [first, second] = early.results[1]!.nearest
  expect([first!.seq, first!.conditions]).toEqual([
    1,
    [
      { text: '$.event==paid', met: true, found: '"paid"' },
      { text: 'inOrder: after $.event==created', met: false, found: '"#2, which came later"' },
    ],
  ])
  expect([second!.seq, second!.conditions]).toEqual([2, [{ text: '$.event==paid', met: false, found: '"created"' }]])
  const never = [
    { name: 'the refund', q: '$.event==refund' },
    { q: 'method:POST', min: 3 },
  ]
  const { results } = await expectOf(bin, key, { after: 0, within: 0, all: never, inOrder: true })
  expect(results[1]!.nearest.map(({ seq, conditions }) => [seq, conditions[1]])).toEqual(
    [2, 1].map((seq) => [seq, { text: 'inOrder: after the refund', met: false, found: null }]),
  )
  await post(bin, 'paid')
  expect(await expectOf(bin, key, { after: 0, within: 0, all, inOrder: true })).toMatchObject({ satisfied: true })
})

test('a read-only key may call it, because it changes nothing', async () => {
  const { bin, key } = await api.makeBin()
  await post(bin, 'a')
  const made = (await (await api.call('POST', '/api/v1/keys', { key, body: { scope: 'read' } })).json()) as CreatedKey
  const share = await api.call('POST', `/api/v1/bins/${bin.id}/shares`, { key, body: { show: 'redacted' } })
  const { token } = (await share.json()) as { token: string }
  const take = vi.spyOn(api.rt.limits, 'take')
  for (const caller of [made.accessKey, token, key]) {
    expect(await expectOf(bin, caller, { after: 0, all: [{ q: '' }] })).toMatchObject({ satisfied: true })
  }
  expect(take).not.toHaveBeenCalled()
  take.mockRestore()
  const browser = await api.call('POST', `/api/v1/bins/${bin.id}/expect`, {
    cookie: key,
    headers: { 'sec-fetch-site': 'cross-site' },
    body: { within: 0, all: [{ q: '' }] },
  })
  expect((await problemOf(browser)).code).toBe('cross_site')
})

test.each([
  [{ all: [] }, ['all']],
  [{ all: [{ q: '(' }] }, ['all.0.q']],
  [{ all: [{ q: '', min: 2, max: 1 }] }, ['all.0.max']],
  [{ all: [{ q: '', min: -1 }] }, ['all.0.min']],
  [{ all: Array.from({ length: 21 }, () => ({ q: '' })) }, ['all']],
  [{ all: [{ q: '' }], none: [{ q: 'x:y' }] }, ['none.0.q']],
  [{ all: [{ q: '' }], within: 56 }, ['within']],
  [{ all: [{ q: '' }], within: undefined }, ['within']],
  [{ all: [{ q: '' }], settle: 56 }, ['settle']],
  [{ all: [{ q: '' }], within: 50, settle: 6 }, ['settle']],
  [{ all: [{ q: '' }], after: -1 }, ['after']],
  [{ all: [{ q: '', times: 2 }] }, ['all.0.times']],
])('%j is refused', async (body, fields) => {
  const { bin, key } = await api.makeBin()
  expect(await badFields(await ask(bin, key, body))).toEqual(fields)
})
