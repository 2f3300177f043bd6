import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const BEFORE = 50

// docs/deployment.md, "Backup and restore".
test.each([
  ['VACUUM INTO', (db: Database.Database, file: string) => void db.exec(`VACUUM INTO '${file}'`)],
  ['.backup', async (db: Database.Database, file: string) => void (await db.backup(file))],
])('%s while captures arrive: the copy has every capture acknowledged before', async (_name, copy) => {
  const directory = await mkdtemp(join(tmpdir(), 'creel-backup-'))
  onTestFinished(() => rm(directory, { recursive: true, force: true }))
  const creel = await startCreel()
  const bin = await creel.createBin()
  const posting = postOn(creel, `/in/${bin.id}`)
  await posting.reached(BEFORE)

  const db = new Database(creel.databaseUrl.replace('file:', ''))
  const acknowledged = posting.count()
  await copy(db, join(directory, 'copy.db'))
  db.close()
  await posting.reached(posting.count() + BEFORE) // captures continue
  await posting.stop()
  await creel.close()

  const restored = await startCreel({ env: { DATABASE_URL: `file:${join(directory, 'copy.db')}` } })
  onTestFinished(() => restored.close())
  const raw = new Database(join(directory, 'copy.db'), { readonly: true })
  expect(raw.pragma('journal_mode', { simple: true })).toBe('wal')
  raw.close()
  const copied = await restored.runtime.store.findBin(bin.id)
  expect(copied!.lastSeq).toBeGreaterThanOrEqual(acknowledged)
  for (let seq = 1; seq <= acknowledged; seq++)
    expect(Buffer.from((await restored.stored(copied!, seq)).body).toString()).toBe(`body ${seq}`)
})

/** Posts one after another until stopped. `reached` resolves once that many are acknowledged. */
function postOn(creel: Creel, target: string) {
  let acknowledged = 0
  let stopping = false
  let wake = () => {}
  async function post(): Promise<void> {
    const connection = await openRaw(creel.port)
    while (!stopping) {
      const body = `body ${acknowledged + 1}`
      connection.write(`POST ${target} HTTP/1.1\r\nHost: x\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
      const { status } = await connection.answer()
      expect(status).toBe(200)
      acknowledged++
      wake()
    }
    connection.socket.destroy()
  }
  const ended = post()
  return {
    count: () => acknowledged,
    async reached(count: number): Promise<void> {
      while (acknowledged < count) {
        await new Promise<void>((resolve) => {
          wake = resolve
        })
      }
    },
    async stop(): Promise<void> {
      stopping = true
      await ended
    },
  }
}
