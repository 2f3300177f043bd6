import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { Pool } from 'pg'
import { openStore } from '#lib/store/open-store'
import type { Store } from '#lib/store/store'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

export type OwnDatabase = {
  url: string
  store: Store
  /** Another store on the same database, like in another process. */
  openAnother(): Promise<Store>
  /** Runs a statement directly on the database. */
  sql(text: string): Promise<Record<string, unknown>[]>
  close(): Promise<void>
}

const log = { warn() {} }
const DATABASES = [
  ['SQLite', openSqlite],
  ['PostgreSQL', openPostgresql],
] as const

/** For `describe.each` on both databases. PostgreSQL is skipped if it does not answer, which npm test reports. */
export const databases: readonly (readonly [name: string, open: () => Promise<OwnDatabase>])[] = postgresqlIsThere
  ? DATABASES
  : DATABASES.slice(0, 1)

async function openSqlite(): Promise<OwnDatabase> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-store-'))
  const file = join(directory, 'creel.db')
  const db = { url: `file:${file}`, sql: async (text: string) => onFile(file, text) }
  return withStores(db, () => rm(directory, { recursive: true, force: true }))
}

function onFile(file: string, text: string): Record<string, unknown>[] {
  const db = new Database(file)
  try {
    const prepared = db.prepare<[], Record<string, unknown>>(text)
    if (prepared.reader) return prepared.all()
    prepared.run()
    return []
  } finally {
    db.close()
  }
}

export async function openPostgresql(): Promise<OwnDatabase> {
  const { url, drop } = await temporaryPostgresql()
  const pool = new Pool({ connectionString: url, max: 1 })
  pool.on('error', () => {}) // end() doesn't wait for the server, which then reports that the database is dropped
  const sql = async (text: string) => (await pool.query<Record<string, unknown>>(text)).rows
  return withStores({ url, sql }, async () => {
    await pool.end()
    await drop()
  })
}

async function withStores(db: Pick<OwnDatabase, 'url' | 'sql'>, remove: () => Promise<void>): Promise<OwnDatabase> {
  const opened: Store[] = []
  const openAnother = async () => {
    const store = await openStore(db.url, log)
    opened.push(store)
    return store
  }
  return {
    ...db,
    store: await openAnother(),
    openAnother,
    async close() {
      for (const store of opened) await store.close()
      await remove()
    },
  }
}
