import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import type { CreatedKey } from '#lib/core/access-key'
import { captureId } from '#lib/core/ids'
import type { WaitAnswer } from '#lib/services/waits/wait-for-captures'
import { badFields, openApi, problemOf, type TestApi } from './test-api'
import { body, seqs, waitClient } from './wait-client'

let api: TestApi
beforeAll(async () => {
  api = await openApi({ limitBinsPerAddress: null, limitWritesPerKey: null })
})
afterAll(() => api.close())

const { ask, wait, waiting } = waitClient(() => api)

describe('a stored capture', () => {
  test('counts after "after", oldest first, up to the requested number', async () => {
    const { bin, key } = await api.makeBin()
    for (let i = 1; i <= 6; i++) await api.capture(bin, body({ i }))
    const answer = await wait(bin, key, { q: '$.i>=3', after: 1, count: 2, timeout: 0 })
    expect([answer.satisfied, seqs(answer), answer.seen, answer.nextAfter]).toEqual([true, [3, 4], 3, 4])
    expect([answer.nearest, answer.elsewhere]).toEqual([[], []])
    const whole = await api.call('GET', `/api/v1/bins/${bin.id}/captures/${answer.captures[0]!.id}`, { key })
    expect(answer.captures[0]).toEqual(await whole.json())
  })

  test('is ignored without "after"', async () => {
    const { bin, key } = await api.makeBin()
    await api.capture(bin)
    const answer = await wait(bin, key, { timeout: 0 })
    expect([answer.satisfied, answer.captures, answer.seen, answer.nextAfter]).toEqual([false, [], 0, 1])
  })

  test('a time-out returns a partial match and where to continue', async () => {
    const { bin, key } = await api.makeBin()
    for (let i = 1; i <= 3; i++) await api.capture(bin, body({ i }))
    const answer = await wait(bin, key, { q: '$.i==2', after: 0, count: 2, timeout: 0 })
    expect([answer.satisfied, seqs(answer), answer.seen, answer.nextAfter]).toEqual([false, [2], 3, 3])
    expect(answer.nearest.map(({ seq }) => seq)).toEqual([3, 1]) // the match is not a miss
  })

  test(`an "after" beyond the bin's last seq counts as its end`, async () => {
    const { bin, key } = await api.makeBin()
    await api.capture(bin)
    expect(await wait(bin, key, { after: 99, timeout: 0 })).toMatchObject({ satisfied: false, nextAfter: 1, seen: 0 })
  })

  test('searches thousands, and a wait that starts far back does not delay others', async () => {
    const { bin, key } = await api.makeBin()
    await Promise.all(Array.from({ length: 1_500 }, (_, i) => api.capture(bin, body({ i }))))
    const answer = await wait(bin, key, { q: '$.i==1499 or $.i==7', after: 0, count: 2, timeout: 0 })
    expect([answer.satisfied, answer.captures.length]).toEqual([true, 2])
    const none = await wait(bin, key, { q: '$.i==-1', after: 0, timeout: 0 })
    expect([none.satisfied, none.seen, none.nextAfter, none.nearest.length]).toEqual([false, 1_500, 1_500, 3])
  })
})

describe('a new capture', () => {
  test('ends the wait as soon as there are enough', async () => {
    const { bin, key } = await api.makeBin()
    await api.capture(bin, body({ event: 'a' }))
    const answer = wait(bin, key, { q: '$.event==a', count: 2, timeout: 20 })
    await waiting()
    for (const event of ['a', 'b', 'a', 'a']) await api.capture(bin, body({ event }))
    const found = await answer
    expect([found.satisfied, seqs(found), found.seen, found.nextAfter]).toEqual([true, [2, 4], 3, 4])
    await waiting(0)
  })

  test('is matched by headers, sender, time and free text', async () => {
    const { bin, key } = await api.makeBin()
    const q = 'header.x-github-event:push provider:github after:1h needle -method:GET'
    const answer = wait(bin, key, { q, timeout: 20 })
    await waiting()
    await api.capture(bin, { method: 'GET', ...body('needle') })
    await api.capture(bin, {
      rawHeaders: ['Host', 'x', 'X-GitHub-Event', 'push', 'X-GitHub-Delivery', '72d3162e-cc78-11e3-81ab-4c9367dc0958'],
      ...body({ text: 'a needle' }),
    })
    expect(seqs(await answer)).toEqual([2])
  })

  test('ends the wait if it matches only after the owner changed or resent it', async () => {
    const { bin, key } = await api.makeBin()
    const { id } = await api.capture(bin)
    for (const [q, change] of [
      ['is:pinned', () => api.call('PATCH', `/api/v1/bins/${bin.id}/captures/${id}`, { key, body: { pinned: true } })],
      [
        'has:delivery',
        () =>
          api.call('POST', `/api/v1/bins/${bin.id}/captures/${id}/deliveries`, {
            key,
            body: { url: 'http://x/', method: 'POST', status: 200 },
          }),
      ],
    ] as const) {
      const answer = wait(bin, key, { q, after: 0, timeout: 20 })
      await waiting()
      await vi.waitFor(async () => expect(api.rt.live.watcherCount()).toBe(1))
      expect((await change()).status).toBeLessThan(300)
      expect(seqs(await answer)).toEqual([1])
    }
  })

  test('a match that is deleted before the answer does not count', async () => {
    const { bin, key } = await api.makeBin()
    const answer = wait(bin, key, { count: 2, timeout: 20 })
    await waiting()
    const { id } = await api.capture(bin)
    await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${id}`, { key })
    await api.capture(bin)
    const { seq } = await api.capture(bin)
    expect(seqs(await answer)).toEqual([2, seq])
  })

  test('a match beyond the requested number counts if one before it was deleted', async () => {
    const { bin, key } = await api.makeBin()
    const [{ id }] = [await api.capture(bin), await api.capture(bin), await api.capture(bin)]
    await api.call('DELETE', `/api/v1/bins/${bin.id}/captures/${id}`, { key })
    vi.spyOn(api.rt.matches, 'watch').mockImplementationOnce((_, listener) => {
      queueMicrotask(() => listener({ type: 'progress', through: 3, seqs: [[1, 2, 3]] })) // matched just before the deletion
      return { caughtUp: () => new Promise<void>(() => {}), stop() {} }
    })
    expect(seqs(await wait(bin, key, { after: 0, count: 2, timeout: 1 }))).toEqual([2, 3])
  })
})

describe('the nearest miss', () => {
  test('lists each condition, whether it is met, and what was found', async () => {
    const { bin, key } = await api.makeBin()
    await api.capture(bin, body({ ref: 'refs/heads/master', id: '1' }))
    await api.capture(bin, { method: 'GET', ...body({ ref: 'refs/heads/main\u200b' }) })
    const { nearest, satisfied } = await wait(bin, key, {
      q: 'method:POST body.ref=="refs/heads/main" $.id==1',
      after: 0,
      timeout: 0,
    })
    const [, tag] = (await api.capture(bin)).id.split('_')
    expect(satisfied).toBe(false)
    expect(nearest).toEqual([
      {
        captureId: captureId(tag!, 1),
        seq: 1,
        conditions: [
          { text: 'method:POST', met: true, found: '"POST"' },
          { text: 'body.ref=="refs/heads/main"', met: false, found: '"refs/heads/master"' },
          { text: '$.id==1', met: false, found: '"1"' },
        ],
      },
      {
        captureId: captureId(tag!, 2),
        seq: 2,
        conditions: [
          { text: 'method:POST', met: false, found: '"GET"' },
          { text: 'body.ref=="refs/heads/main"', met: false, found: '"refs/heads/main\\u200b"' },
          { text: '$.id==1', met: false, found: null },
        ],
      },
    ])
  })

  test('comes only from the window', async () => {
    const { bin, key } = await api.makeBin()
    for (let i = 0; i < 3; i++) await api.capture(bin)
    expect((await wait(bin, key, { q: 'method:PUT', after: 2, timeout: 0 })).nearest.map(({ seq }) => seq)).toEqual([3])
    expect((await wait(bin, key, { q: 'method:PUT', timeout: 0 })).nearest).toEqual([])
  })
})

describe('elsewhere', () => {
  test("lists requests to an id with one wrong letter, and matches in the owner's other bins", async () => {
    const { bin, key } = await api.makeBin()
    const { bin: other } = await api.makeBin(key)
    const { bin: foreign } = await api.makeBin()
    await api.capture(other, body({ early: true }))
    api.advance(10)
    const answer = wait(bin, key, { q: '$.event==paid', timeout: 1 })
    await waiting()
    api.advance(10)
    const typo = `${bin.id}x`
    api.rt.refusals.refused({ binId: typo, status: 404, reason: 'bin_not_found', captureId: null, at: api.rt.now() }, 'sender')
    const { id } = await api.capture(other, body({ event: 'paid' }))
    await api.capture(other, body({ event: 'unpaid' }))
    await api.capture(foreign, body({ event: 'paid' }))
    expect((await answer).elsewhere).toEqual([
      { kind: 'refused', status: 404, reason: 'bin_not_found', binId: typo, at: expect.any(String) },
      { kind: 'match', binId: other.id, captureId: id, at: expect.any(String) },
    ])
  })

  test('begins with the capture after which the wait continues', async () => {
    const { bin, key } = await api.makeBin()
    const refused = (at: number) =>
      api.rt.refusals.refused({ binId: bin.id, status: 429, reason: 'too_many_requests', captureId: null, at }, `sender ${at}`)
    refused(Date.parse(bin.createdAt) - 1)
    api.advance(1_000)
    await api.capture(bin)
    refused(api.rt.now() + 1)
    api.advance(5_000)
    expect((await wait(bin, key, { q: 'method:PUT', after: 1, timeout: 0 })).elsewhere).toHaveLength(1)
    expect((await wait(bin, key, { q: 'method:PUT', after: 0, timeout: 0 })).elsewhere).toHaveLength(1)
    expect((await wait(bin, key, { q: 'method:PUT', timeout: 0 })).elsewhere).toEqual([])
  })

  test('is only for keys that can read all bins', async () => {
    const { bin, key } = await api.makeBin()
    const { bin: other } = await api.makeBin(key)
    await api.capture(other)
    api.rt.refusals.refused({ binId: bin.id, status: 413, reason: 'body_too_large', captureId: null, at: api.rt.now() }, 'sender')
    const made = async (path: string, input: object) =>
      (await (await api.call('POST', path, { key, body: input })).json()) as CreatedKey & { token: string }
    const keys = '/api/v1/keys'
    const shares = `/api/v1/bins/${bin.id}/shares`
    const callers: [string, number][] = [
      [key, 2],
      [(await made(keys, { scope: 'read' })).accessKey, 2],
      [(await made(keys, { scope: 'read', bins: [bin.id, other.id] })).accessKey, 0],
      [(await made(shares, { show: 'everything' })).token, 0],
      [(await made(shares, { show: 'redacted' })).token, 0],
    ]
    for (const [caller, count] of callers) {
      expect((await wait(bin, caller, { after: 0, timeout: 0 })).elsewhere).toHaveLength(count)
    }
  })
})

test("omits bodies that don't fit into one answer, and bodies over bodyMax", async () => {
  const { bin, key } = await api.makeBin()
  for (let i = 0; i < 3; i++) await api.capture(bin, { body: Buffer.alloc(7 * 1024 * 1024, 'x') })
  const shown = (answer: WaitAnswer) => answer.captures.map(({ bodyShown, body }) => bodyShown ?? body.data.length)
  expect(shown(await wait(bin, key, { after: 0, count: 3, timeout: 0 }))).toEqual([7_340_032, 7_340_032, 'omitted'])
  expect(shown(await wait(bin, key, { after: 0, timeout: 0, bodyMax: 10 }))).toEqual(['omitted'])
})

test.each([
  [{ q: '(' }, ['q']],
  [{ q: 'colour:red' }, ['q']],
  [{ timeout: 56 }, ['timeout']],
  [{ timeout: -1 }, ['timeout']],
  [{ timeout: 'x' }, ['timeout']],
  [{ count: 0 }, ['count']],
  [{ count: 101 }, ['count']],
  [{ after: -1 }, ['after']],
  [{ within: 1 }, ['within']],
])('%j is refused', async (query, fields) => {
  const { bin, key } = await api.makeBin()
  expect(await badFields(await ask(bin, key, query as Record<string, string>))).toEqual(fields)
})

test.each([
  ['wait?timeout=-1', 'timeout', 'must be a number of seconds from 0 to 55'],
  ['wait?timeout=', 'timeout', 'must be a number of seconds from 0 to 55'],
  ['wait?timeout=56', 'timeout', 'must be a number of seconds from 0 to 55'],
  ['wait?timeout=1e1', 'timeout', 'must be a number of seconds from 0 to 55'],
  ['wait?count=0', 'count', 'must be a whole number from 1 to 100'],
  ['captures?limit=0', 'limit', 'must be a whole number from 1 to 200'],
  ['captures?limit=201', 'limit', 'must be a whole number from 1 to 200'],
  ['captures?limit=1.5', 'limit', 'must be a whole number from 1 to 200'],
  ['captures?limit=', 'limit', 'must be a whole number from 1 to 200'],
  ['captures?before=0', 'before', 'must be a whole number from 1 to 999999999999999'],
  ['captures?after=1000000000000000', 'after', 'must be a whole number from 0 to 999999999999999'],
  ['timeline?bucket=0', 'bucket', 'must be a whole number from 1 to 3155760000000'],
])('GET …/%s says what %s accepts', async (rest, path, message) => {
  const { bin, key } = await api.makeBin()
  const problem = await problemOf(await api.call('GET', `/api/v1/bins/${bin.id}/${rest}`, { key }))
  expect([problem.status, problem.errors]).toEqual([422, [{ path, message }]])
})

test('accepts a timeout in fractions of a second', async () => {
  const { bin, key } = await api.makeBin()
  expect((await ask(bin, key, { timeout: '0.000000001' })).status).toBe(200)
})

test("an invalid filter is refused with the parser's message", async () => {
  const { bin, key } = await api.makeBin()
  const { errors } = await problemOf(await ask(bin, key, { q: 'method:POST colour:red' }))
  expect(errors![0]!.message).toBe('There is no field “colour”. To search for this text, put it in quotes. (at character 13)')
})
