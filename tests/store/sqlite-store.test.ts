import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openStore } from '#lib/store/open-store'
import { aBin, aCapture } from './fixtures'
import { type OpenedStore, storeContract } from './store-contract'

const log = { warn() {} }

async function openTemporarySqlite(): Promise<OpenedStore & { file: string }> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-store-'))
  const file = join(directory, 'deep/inside/creel.db')
  const store = await openStore(`file:${file}`, log)
  return {
    store,
    file,
    async close() {
      await store.close()
      await rm(directory, { recursive: true, force: true })
    },
  }
}

storeContract('SQLite', openTemporarySqlite)

let opened: Awaited<ReturnType<typeof openTemporarySqlite>>
beforeAll(async () => {
  opened = await openTemporarySqlite()
})
afterAll(() => opened.close())

test('a new database has large pages, a write-ahead log and incremental vacuum', () => {
  const db = new Database(opened.file, { readonly: true })
  const pragma = (name: string) => db.pragma(name, { simple: true })
  expect([pragma('page_size'), pragma('journal_mode'), pragma('auto_vacuum')]).toEqual([16_384, 'wal', 2])
  db.close()
})

test('opens again what it left, and applies no migration twice', async () => {
  const bin = await opened.store.createBin(aBin())
  await opened.store.addCaptures([aCapture(bin.key)])
  const again = await openStore(`file:${opened.file}`, log)
  expect((await again.findCapture(bin.key, 1))?.method).toBe('POST')
  await again.close()
})

test('rejects with storage_unavailable while another program has the lock, and stores again after it', async () => {
  const { store, file } = opened
  const bin = await store.createBin(aBin())
  const other = new Database(file)
  other.exec('BEGIN EXCLUSIVE')
  const refused = { code: 'storage_unavailable' }
  await expect(store.ping()).rejects.toMatchObject(refused)
  await expect(store.addCaptures([aCapture(bin.key)])).rejects.toMatchObject(refused)
  await expect(store.updateBin(bin.key, { name: 'x' })).rejects.toMatchObject(refused)
  other.exec('ROLLBACK')
  other.close()
  expect(await store.addCaptures([aCapture(bin.key)])).toEqual([{ seq: 1 }])
})

test('gives the room of deleted captures back to the file system', async () => {
  const { store } = opened
  const bin = await store.createBin(aBin())
  const large = Buffer.alloc(200_000)
  for (let i = 0; i < 50; i += 1) await store.addCaptures([aCapture(bin.key, { body: large })])
  const full = await store.usedBytes()
  await store.deleteBin(bin.key)
  while (await store.removeStep());
  expect(await store.usedBytes()).toBeLessThan(full - 9_000_000)
  let steps = 0
  while (await store.releaseSpace()) steps += 1
  expect(steps).toBeGreaterThan(0)
  const db = new Database(opened.file, { readonly: true })
  expect(db.pragma('freelist_count', { simple: true })).toBe(0)
  db.close()
})

test('says what to do where the file cannot be opened', async () => {
  await expect(openStore('file:/dev/null/creel.db', log)).rejects.toThrow('DATABASE_URL=file:/dev/null/creel.db cannot be opened')
})
