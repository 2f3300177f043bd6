import { cp, mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import Database from 'better-sqlite3'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { migrate } from '#lib/store/migrate'
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

test('reopens its database, and applies no migration twice', async () => {
  const bin = await opened.store.createBin(aBin())
  await opened.store.addCaptures([aCapture(bin.key)])
  const again = await openStore(`file:${opened.file}`, log)
  expect((await again.findCapture(bin.key, 1))?.method).toBe('POST')
  await again.close()
})

test("an earlier version's database keeps its captures, with unknown checksums, and accepts new ones", async () => {
  const directory = await mkdtemp(join(tmpdir(), 'creel-earlier-'))
  const file = join(directory, 'creel.db')
  await cp('prisma', join(directory, 'prisma'), { recursive: true })
  for (const name of await readdir('prisma/migrations')) {
    if (/^\d/.test(name) && !name.endsWith('_init')) await rm(join(directory, 'prisma/migrations', name), { recursive: true })
  }
  const db = new Database(file)
  const adapter = new PrismaBetterSqlite3({ url: `file:${file}` })
  expect(await migrate(adapter, join(directory, 'prisma'))).toHaveLength(1)
  db.exec(`INSERT INTO "Bin" ("id", "ownerHash", "captureTag", "createdAt", "lastSeq", "captureCount", "response")
    VALUES ('old', 'owner', 'tag', 1, 2, 2, '{}')`)
  for (const seq of [1, 2]) {
    db.prepare(
      `INSERT INTO "Capture" ("binKey", "seq", "note", "truncated", "bodySize", "receivedAt", "durationMs", "method", "httpVersion",
        "remoteAddress", "target", "rawHeaders", "rawTrailers", "body") VALUES (1,?,'n',0,5,9,1,'POST','1.1','::1','/in/old','','',?)`,
    ).run(seq, Buffer.from([0, 255, seq]))
  }
  db.close()
  const store = await openStore(`file:${file}`, log)
  const bin = (await store.findBin('old'))!
  const stored = await store.addCaptures([aCapture(bin.key)])
  expect(stored).toEqual([{ seq: 3 }])
  const rows = await store.listCaptures(bin.key, { limit: 5 })
  expect(rows.map(({ seq, note, bodyCrc32 }) => [seq, note, bodyCrc32 === null])).toEqual([
    [3, null, false],
    [2, 'n', true],
    [1, 'n', true],
  ])
  expect([...(await store.findCapture(bin.key, 2))!.body]).toEqual([0, 255, 2])
  await store.close()
  const columns = new Database(file, { readonly: true })
  const names = columns.pragma('table_info("Capture")') as { name: string }[]
  expect(names.at(-1)!.name).toBe('body') // the last column, so that a list reads no pages of bodies
  columns.close()
  await rm(directory, { recursive: true })
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

test('returns the space of deleted captures to the file system', async () => {
  const { store } = opened
  const bin = await store.createBin(aBin())
  const large = Buffer.alloc(200_000)
  for (let i = 0; i < 50; i += 1) await store.addCaptures([aCapture(bin.key, { body: large })])
  await store.deleteBin(bin.key)
  while (await store.removeStep());
  let steps = 0
  while (await store.releaseSpace()) steps += 1
  expect(steps).toBeGreaterThan(0)
  const db = new Database(opened.file, { readonly: true })
  expect(db.pragma('freelist_count', { simple: true })).toBe(0)
  db.close()
})

test('explains what to do if the file cannot be opened', async () => {
  await expect(openStore('file:/dev/null/creel.db', log)).rejects.toThrow('DATABASE_URL=file:/dev/null/creel.db cannot be opened')
})
