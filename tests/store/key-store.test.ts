import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids'
import type { StoredKey } from '#lib/store/key-store'
import type { Store } from '#lib/store/store'
import { databases, type OwnDatabase } from './databases'

const NOW = 1_800_000_000_000

function aKey(ownerId: string, key: Partial<StoredKey> = {}): StoredKey {
  const id = newId('key')
  const times = { createdAt: NOW, lastUsedAt: null, expiresAt: null }
  return { id, hash: `hash of ${id}`, ownerId, label: null, scope: 'full', binKeys: null, ...times, ...key }
}

describe.each(databases)('access keys, on %s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  let other: Store // like in another process
  beforeAll(async () => {
    database = await open()
    store = database.store
    other = await database.openAnother()
  })
  afterAll(() => database.close())

  /** An owner with a first key of scope `full`. */
  async function anOwner(): Promise<StoredKey> {
    const key = aKey(newId('own'))
    await store.addOwner({ id: key.ownerId, createdAt: NOW }, key)
    return key
  }
  async function another(first: StoredKey, fields: Partial<StoredKey> = {}): Promise<StoredKey> {
    const key = aKey(first.ownerId, fields)
    expect(await store.addKey(key, first.id, 100)).toBe('added')
    return key
  }
  const idsOf = async (ownerId: string) => (await store.listKeys(ownerId)).map(({ id }) => id)

  test('returns an owner, and a key by its hash, as added', async () => {
    const first = await anOwner()
    expect(await store.findOwner(first.ownerId)).toEqual({ id: first.ownerId, createdAt: NOW })
    expect(await store.findOwner('own_nobody')).toBeNull()
    const read = await another(first, { label: 'CI 🎣', scope: 'read', binKeys: [3, 1], expiresAt: NOW + 1, createdAt: NOW + 1 })
    expect(await store.findKey(read.hash)).toEqual(read)
    expect(await store.findKey(read.id)).toBeNull()
    expect(await store.listKeys(first.ownerId)).toEqual([read, first])
    expect(await store.existingKeys([read.id, 'key_nobody', first.id])).toEqual(new Set([read.id, first.id]))
  })

  test('a hash belongs to one key', async () => {
    const first = await anOwner()
    await expect(store.addKey(aKey(first.ownerId, { hash: first.hash }), first.id, 100)).rejects.toThrow()
    expect(await idsOf(first.ownerId)).toEqual([first.id])
  })

  test('if two processes add an owner with the same key at once, one succeeds', async () => {
    const keys = [store, other].map(() => aKey(newId('own'), { hash: 'the same' }))
    const added = await Promise.all(
      [store, other].map((each, at) => each.addOwner({ id: keys[at]!.ownerId, createdAt: NOW }, keys[at]!)),
    )
    expect([...added].sort()).toEqual([false, true])
    expect(await store.findKey('the same')).toEqual(keys[added.indexOf(true)])
    expect(await store.findOwner(keys[added.indexOf(true)]!.ownerId)).not.toBeNull()
    expect(await store.findOwner(keys[added.indexOf(false)]!.ownerId)).toBeNull()
  })

  test('a deleted key cannot add another', async () => {
    const [first, stranger] = [await anOwner(), await anOwner()]
    expect(await store.addKey(aKey(first.ownerId), stranger.id, 100)).toBe('revoked')
    expect(await store.addKey(aKey(first.ownerId), 'key_nobody', 100)).toBe('revoked')
    expect(await idsOf(first.ownerId)).toEqual([first.id])
  })

  test("limits an owner's keys, even if two are added at once, and expired keys don't count", async () => {
    const first = await anOwner()
    const expired = await another(first, { expiresAt: NOW })
    const add = (at: Store) => at.addKey(aKey(first.ownerId), first.id, 3)
    expect((await Promise.all([add(store), add(other), add(store), add(other)])).sort()).toEqual([
      'added',
      'added',
      'full',
      'full',
    ])
    const ids = await idsOf(first.ownerId)
    expect([ids.length, ids.includes(first.id), ids.includes(expired.id)]).toEqual([3, true, false])
  })

  test('keeps the last valid full key, not counting read-only and expired keys', async () => {
    const first = await anOwner()
    const read = await another(first, { scope: 'read' })
    const expired = await another(first, { expiresAt: NOW })
    expect(await store.deleteKey(first.ownerId, first.id, NOW)).toBe('last')
    expect(await store.deleteKey(first.ownerId, expired.id, NOW)).toBe('deleted')
    expect(await store.deleteKey(first.ownerId, read.id, NOW)).toBe('deleted')
    expect(await store.deleteKey(first.ownerId, read.id, NOW)).toBe('gone')
    expect(await idsOf(first.ownerId)).toEqual([first.id])
  })

  test("another owner's key is as unknown as one that never existed", async () => {
    const [first, stranger] = [await anOwner(), await anOwner()]
    await another(stranger)
    expect(await store.deleteKey(first.ownerId, stranger.id, NOW)).toBe('gone')
    expect(await store.replaceKey(stranger.id, aKey(first.ownerId))).toBe(false)
    expect(await idsOf(stranger.ownerId)).toHaveLength(2)
  })

  test('if two keys delete each other at once, one stays', async () => {
    for (let round = 0; round < 15; round += 1) {
      const first = await anOwner()
      const second = await another(first)
      const outcomes = await Promise.all([
        store.deleteKey(first.ownerId, second.id, NOW),
        other.deleteKey(first.ownerId, first.id, NOW),
      ])
      expect(outcomes.sort()).toEqual(['deleted', 'last'])
      expect(await idsOf(first.ownerId)).toHaveLength(1)
    }
  })

  test('replaces a key once, however many try at the same time', async () => {
    const first = await anOwner()
    const [a, b] = [aKey(first.ownerId), aKey(first.ownerId)]
    const outcomes = await Promise.all([store.replaceKey(first.id, a), other.replaceKey(first.id, b)])
    expect([...outcomes].sort()).toEqual([false, true])
    expect(await idsOf(first.ownerId)).toEqual([(outcomes[0] ? a : b).id])
    expect(await store.findKey(first.hash)).toBeNull()
  })

  test('stores when keys were last used, and skips deleted ones', async () => {
    const [first, stranger] = [await anOwner(), await anOwner()]
    await store.touchKeys(
      new Map([
        [first.id, 5],
        ['key_nobody', 6],
        [stranger.id, 7],
      ]),
    )
    expect([await store.findKey(first.hash), await store.findKey(stranger.hash)]).toMatchObject([
      { lastUsedAt: 5 },
      { lastUsedAt: 7 },
    ])
  })
})
