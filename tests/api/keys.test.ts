import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import type { AccessKey, CreatedKey } from '#lib/core/access-key'
import { LIMITS } from '#lib/core/limits'
import type { Session } from '#lib/services/keys/session'
import { badFields, openApi, problemOf, type TestApi } from './test-api'

const ADMIN_KEY = 'the-operator-and-nobody-else'

let api: TestApi
beforeEach(async () => {
  api = await openApi({ adminKey: ADMIN_KEY })
})
afterEach(() => api.close())

async function json<T>(method: string, target: string, key: string, body?: unknown): Promise<T> {
  const response = await api.call(method, `/api/v1${target}`, { key, body })
  expect(response.status).toBeLessThan(300)
  return (await response.json()) as T
}
const createKey = (key: string, body: object = {}) => json<CreatedKey>('POST', '/keys', key, body)
const listKeys = async (key: string) => (await json<{ keys: AccessKey[] }>('GET', '/keys', key)).keys
const session = (key: string) => json<Session>('GET', '/session', key)
const revoke = (key: string, id: string) => api.call('DELETE', `/api/v1/keys/${id}`, { key })
const status = async (key: string, target = '/bins') => (await api.call('GET', `/api/v1${target}`, { key })).status
const codeOf = async (response: Response) => (await problemOf(response)).code

describe('a new key', () => {
  test('without options gives the same owner full access without expiry', async () => {
    const { bin, key } = await api.makeBin()
    const { accessKey, ...made } = await createKey(key)
    expect(accessKey).toMatch(/^ck_[0-9a-z]{32}$/)
    expect(made).toEqual({
      id: expect.stringMatching(/^key_/),
      label: null,
      scope: 'full',
      bins: null,
      createdAt: expect.any(String),
      lastUsedAt: null,
      expiresAt: null,
      current: false,
    })
    expect((await api.call('PATCH', `/api/v1/bins/${bin.id}`, { key: accessKey, body: { name: 'x' } })).status).toBe(200)
    expect((await session(accessKey)).owner).toEqual((await session(key)).owner)
  })

  test('has the requested label, scope, bins and expiry, and is never shown again', async () => {
    const { bin, key } = await api.makeBin()
    const other = (await api.makeBin(key)).bin
    const input = { label: ' CI of the shop ', scope: 'read', bins: [other.id, bin.id, other.id], ttlSeconds: 60 }
    const { accessKey, ...made } = await createKey(key, input)
    expect(made).toMatchObject({ label: 'CI of the shop', scope: 'read', bins: [other.id, bin.id] })
    expect(Date.parse(made.expiresAt!) - Date.parse(made.createdAt)).toBe(60_000)
    const listed = await listKeys(key)
    expect(listed[0]).toEqual(made)
    expect(listed.map(({ current }) => current)).toEqual([false, true])
    const everything = JSON.stringify([listed, await session(accessKey), await session(key)])
    expect(everything).not.toContain(accessKey)
    expect(everything).not.toContain(key)
  })

  test.each<[string, object, string[]]>([
    ['an empty list of bins', { scope: 'read', bins: [] }, ['bins']],
    ['bins with scope full', { bins: ['some-bin'] }, ['bins']],
    ['bins that are no list', { scope: 'read', bins: 'some-bin' }, ['bins']],
    [
      'more bins than it takes',
      { scope: 'read', bins: Array.from({ length: LIMITS.binsPerKeyMax + 1 }, (_, i) => `bin-${i}`) },
      ['bins'],
    ],
    ['another scope', { scope: 'write' }, ['scope']],
    ['a lifetime of nothing', { ttlSeconds: 0 }, ['ttlSeconds']],
    ['half a second', { ttlSeconds: 0.5 }, ['ttlSeconds']],
    ['a lifetime beyond all dates', { ttlSeconds: 1e13 }, ['ttlSeconds']],
    ['a long label', { label: 'x'.repeat(LIMITS.labelCharsMax + 1) }, ['label']],
    ['an empty label', { label: '  ' }, ['label']],
    ['a label of two lines', { label: 'a\nb' }, ['label']],
    ['a label that reorders text', { label: 'a\u202eb' }, ['label']],
    ['an unknown field', { role: 'admin' }, ['role']],
    ['several faults', { scope: 'all', ttlSeconds: -1 }, ['scope', 'ttlSeconds']],
  ])('is refused for %s', async (_what, body, fields) => {
    const { key } = await api.makeBin()
    expect(await badFields(await api.call('POST', '/api/v1/keys', { key, body }))).toEqual(fields)
    expect(await listKeys(key)).toHaveLength(1)
  })

  test("another owner's bin, a bin that never existed and an expired bin are equally unknown", async () => {
    const { key } = await api.makeBin()
    const expired = (await api.makeBin(key, { ttlSeconds: 60 })).bin.id
    const foreign = (await api.makeBin()).bin.id
    api.advance(60_000)
    for (const id of [expired, foreign, 'never-was', '']) {
      const answer = await api.call('POST', '/api/v1/keys', { key, body: { scope: 'read', bins: [id] } })
      expect([id, answer.status, await codeOf(answer)]).toEqual([id, 404, 'bin_not_found'])
    }
  })

  test("an owner's keys are limited, and expired keys don't count", async () => {
    const { key } = await api.makeBin()
    const { id } = await createKey(key, { ttlSeconds: 60 })
    while ((await listKeys(key)).length < LIMITS.keysPerOwnerMax) await createKey(key)
    expect(await codeOf(await api.call('POST', '/api/v1/keys', { key }))).toBe('keys_full')
    api.advance(60_000)
    await createKey(key)
    expect((await listKeys(key)).map((each) => each.id)).not.toContain(id)
    await createKey((await api.makeBin()).key) // another owner is not affected
  })

  test('a rate limits how many keys one owner creates, whichever key is used', async () => {
    await api.close()
    api = await openApi({ limitKeysPerOwner: { count: 2, windowSeconds: 60 } })
    const { key } = await api.makeBin()
    const { accessKey } = await createKey(key)
    expect((await api.call('POST', '/api/v1/keys', { key: accessKey })).headers.get('ratelimit-policy')).toBe('"keys";q=2;w=60')
    const refused = await api.call('POST', '/api/v1/keys', { key })
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '60'])
  })
})

describe('the operator', () => {
  test('creates the first key of a new owner', async () => {
    const { accessKey, ...made } = await createKey(ADMIN_KEY, { label: 'Ada', ttlSeconds: 60 })
    expect(made).toMatchObject({ label: 'Ada', scope: 'full', bins: null, current: false })
    const { owner, key } = await session(accessKey)
    expect(key).toMatchObject({ id: made.id, label: 'Ada', expiresAt: made.expiresAt })
    expect(owner.id).not.toBe((await session((await createKey(ADMIN_KEY)).accessKey)).owner.id)
  })

  test('creates no read-only first key, because there would be nothing to read', async () => {
    const { bin } = await api.makeBin()
    for (const body of [{ scope: 'read' }, { scope: 'read', bins: [bin.id] }]) {
      expect(await badFields(await api.call('POST', '/api/v1/keys', { key: ADMIN_KEY, body }))).toEqual(['scope'])
    }
  })
})

describe('a key that only reads', () => {
  test('and is limited to some bins lists only those bins', async () => {
    const { bin, key } = await api.makeBin()
    const [other, gone] = [(await api.makeBin(key)).bin, (await api.makeBin(key)).bin]
    const { accessKey } = await createKey(key, { scope: 'read', bins: [bin.id, gone.id] })
    await createKey(key, { scope: 'read', bins: [other.id] })
    await api.call('DELETE', `/api/v1/bins/${gone.id}`, { key })
    const { bins } = await json<{ bins: { id: string }[] }>('GET', '/bins', accessKey)
    expect(bins.map(({ id }) => id)).toEqual([bin.id])
    const keys = await listKeys(accessKey)
    expect(keys.map((each) => each.bins)).toEqual([[], [bin.id], null])
    expect(JSON.stringify(keys)).not.toContain(other.id)
    expect(await status(accessKey, `/bins/${other.id}`)).toBe(403)
    expect(await status(accessKey, `/bins/${gone.id}`)).toBe(404)
  })

  test('does not work for a new bin with the id of a deleted one', async () => {
    const { bin, key } = await api.makeBin(undefined, { id: 'the-same-id' })
    const { accessKey } = await createKey(key, { scope: 'read', bins: [bin.id] })
    await api.call('DELETE', `/api/v1/bins/${bin.id}`, { key })
    await api.makeBin(key, { id: 'the-same-id' })
    expect(await status(accessKey, '/bins/the-same-id')).toBe(403)
    expect(await json('GET', '/bins', accessKey)).toEqual({ bins: [] })
  })

  test('signs a browser in, which can then sign in with another key and sign out', async () => {
    const { key } = await api.makeBin()
    const { accessKey } = await createKey(key, { scope: 'read' })
    const sign = (method: string, body?: object) => api.call(method, '/api/v1/session', { cookie: accessKey, body })
    const answers = [await sign('POST', { accessKey }), await sign('POST', { accessKey: key }), await sign('DELETE')]
    expect(answers.map((answer) => answer.status)).toEqual([204, 204, 204])
    expect(answers.map((answer) => answer.headers.get('set-cookie')!.split(';')[0])).toEqual([
      `creel_key=${accessKey}`,
      `creel_key=${key}`,
      'creel_key=',
    ])
  })
})

describe('a key that ends', () => {
  test('by revocation is unknown afterwards, and other keys still work', async () => {
    const { key } = await api.makeBin()
    const [one, two] = [await createKey(key), await createKey(key, { scope: 'read' })]
    expect((await revoke(one.accessKey, two.id)).status).toBe(204)
    expect(await codeOf(await revoke(one.accessKey, two.id))).toBe('key_not_found')
    expect((await revoke(key, one.id)).status).toBe(204)
    expect([await status(one.accessKey), await status(two.accessKey), await status(key)]).toEqual([401, 401, 200])
  })

  test('by expiry is unknown afterwards, for all calls', async () => {
    const { key } = await api.makeBin()
    const { accessKey } = await createKey(key, { ttlSeconds: 10 })
    api.advance(9_000)
    expect(await status(accessKey)).toBe(200)
    api.advance(1_000)
    expect([await status(accessKey), (await api.call('POST', '/api/v1/session', { body: { accessKey } })).status]).toEqual([
      401, 401,
    ])
    expect((await listKeys(key)).map(({ expiresAt }) => expiresAt === null)).toEqual([false, true])
  })

  test("cannot be the owner's last full key", async () => {
    const { key } = await api.makeBin()
    const { id } = (await session(key)).key
    await createKey(key, { scope: 'read' })
    const expired = await createKey(key, { ttlSeconds: 1 })
    api.advance(1_000)
    expect(await codeOf(await revoke(key, id))).toBe('last_key')
    expect((await revoke(key, expired.id)).status).toBe(204)
    const another = await createKey(key)
    expect((await revoke(key, id)).status).toBe(204) // itself
    expect(await codeOf(await revoke(another.accessKey, another.id))).toBe('last_key')
  })

  test('stays if two keys revoke each other at once: one of them wins', async () => {
    const { key } = await api.makeBin()
    const other = await createKey(key)
    const { id } = (await session(key)).key
    await Promise.all([revoke(key, other.id), revoke(other.accessKey, id)])
    expect([await status(key), await status(other.accessKey)].sort()).toEqual([200, 401])
  })

  test("removes the browser's cookie only if the browser revoked its own key", async () => {
    const { key } = await api.makeBin()
    const { id, accessKey } = await createKey(key)
    const other = await createKey(key)
    const remove = (keyId: string) => api.call('DELETE', `/api/v1/keys/${keyId}`, { cookie: accessKey })
    expect((await remove(other.id)).headers.get('set-cookie')).toBeNull()
    expect((await remove(id)).headers.get('set-cookie')).toMatch(/^creel_key=; .*Max-Age=0/)
  })
})

test('replacing a key keeps its label and expiry, and leaves other keys alone', async () => {
  const { key } = await api.makeBin()
  const { accessKey, id, ...before } = await createKey(key, { label: 'laptop', ttlSeconds: 3600 })
  const { accessKey: fresh } = await json<{ accessKey: string }>('POST', '/session/rotate', accessKey)
  const now = (await session(fresh)).key
  expect(now).toMatchObject({ label: 'laptop', scope: 'full', expiresAt: before.expiresAt })
  expect((await listKeys(key)).map((each) => each.id)).toContain(now.id)
  expect([await status(accessKey), await status(key)]).toEqual([401, 200])
  expect(await codeOf(await revoke(key, id))).toBe('key_not_found')
})

test('the session returns the owner, the key and its last use, but not its hash', async () => {
  const { key } = await api.makeBin()
  const { accessKey } = await createKey(key, { label: 'CI', scope: 'read' })
  const used = Date.now()
  const { owner, key: shown } = await session(accessKey)
  expect(owner).toEqual({ id: expect.stringMatching(/^own_/), createdAt: expect.any(String) })
  expect(shown).toEqual({
    id: expect.stringMatching(/^key_/),
    label: 'CI',
    scope: 'read',
    createdAt: expect.any(String),
    lastUsedAt: expect.any(String),
    expiresAt: null,
  })
  expect(Date.parse(shown.lastUsedAt!)).toBeGreaterThanOrEqual(used)
  expect((await listKeys(key))[0]!.lastUsedAt).toBe(shown.lastUsedAt)
})

test('a full disk loses the last use but fails no call', async () => {
  const { key } = await api.makeBin()
  const touch = vi.spyOn(api.rt.store, 'touchKeys').mockRejectedValue(new Error('the disk is full'))
  const { accessKey } = await createKey(key)
  expect(await status(accessKey)).toBe(200)
  await vi.waitFor(() => expect(touch).toHaveBeenCalled(), 5_000)
  expect((await session(accessKey)).key.lastUsedAt).not.toBeNull()
})
