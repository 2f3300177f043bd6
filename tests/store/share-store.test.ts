import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids'
import { openStore } from '#lib/store/open-store'
import type { StoredShare } from '#lib/store/share-store'
import type { Store } from '#lib/store/store'
import { aBin } from './fixtures'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

const log = { warn() {} }

function aShare(binKey: number, share: Partial<StoredShare> = {}): StoredShare {
  const id = newId('sh')
  const times = { createdAt: 1_800_000_000_000, expiresAt: 1_900_000_000_000, lastUsedAt: null }
  return { id, binKey, captureSeq: null, tokenHash: `hash of ${id}`, show: 'redacted', ...times, ...share }
}

const DATABASES = [
  ['SQLite', openTemporarySqlite],
  ['PostgreSQL', openTemporaryPostgresql],
] as const

describe.each(postgresqlIsThere ? DATABASES : DATABASES.slice(0, 1))('%s', (_name, open) => {
  let store: Store
  let close: () => Promise<void>
  beforeAll(async () => {
    ;({ store, close } = await open())
  })
  afterAll(() => close())

  test('returns a share only by the hash of its own token', async () => {
    const { key } = await store.createBin(aBin())
    const share = aShare(key, { captureSeq: 7, show: 'everything', lastUsedAt: 5 })
    await store.addShare(share)
    expect(await store.findShare(share.tokenHash)).toEqual(share)
    expect(await store.findShare(share.id)).toBeNull()
  })

  test('lists the shares of one bin, newest first', async () => {
    const [bin, other] = [await store.createBin(aBin()), await store.createBin(aBin())]
    const shares = [3, 1, 2].map((createdAt) => aShare(bin.key, { createdAt }))
    for (const share of [...shares, aShare(other.key)]) await store.addShare(share)
    expect((await store.listShares(bin.key)).map(({ createdAt }) => createdAt)).toEqual([3, 2, 1])
  })

  test('deletes a share once and only from its own bin', async () => {
    const { key } = await store.createBin(aBin())
    const share = aShare(key)
    await store.addShare(share)
    expect(await store.deleteShare(key + 1_000, share.id)).toBe(false)
    expect(await store.deleteShare(key, share.id)).toBe(true)
    expect([await store.deleteShare(key, share.id), await store.findShare(share.tokenHash)]).toEqual([false, null])
  })

  test('stores the last use, and ignores a deleted share', async () => {
    const { key } = await store.createBin(aBin())
    const share = aShare(key)
    await store.addShare(share)
    await store.touchShare(share.id, 42)
    await store.touchShare('sh_nobody', 42)
    expect((await store.findShare(share.tokenHash))!.lastUsedAt).toBe(42)
  })

  test("deletes a bin's shares at the moment they expire", async () => {
    const { key } = await store.createBin(aBin())
    for (const expiresAt of [99, 100, 101]) await store.addShare(aShare(key, { expiresAt }))
    await store.deleteExpiredShares(key, 100)
    expect((await store.listShares(key)).map(({ expiresAt }) => expiresAt)).toEqual([101])
  })

  test('deletes shares with their bin', async () => {
    const { key } = await store.createBin(aBin())
    const share = aShare(key)
    await store.addShare(share)
    await store.deleteBin(key)
    expect(await store.findShare(share.tokenHash)).toBeNull()
  })
})

async function openTemporarySqlite() {
  const directory = await mkdtemp(join(tmpdir(), 'creel-shares-'))
  const store = await openStore(`file:${join(directory, 'creel.db')}`, log)
  return {
    store,
    async close() {
      await store.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

async function openTemporaryPostgresql() {
  const database = await temporaryPostgresql()
  const store = await openStore(database.url, log)
  return {
    store,
    async close() {
      await store.close()
      await database.drop()
    },
  }
}
