import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { PrismaClient } from '#lib/generated/sqlite/client'
import { migrate, schemaDirectory } from './migrate'
import type { OpenDatabase } from './open-database'
import { sqliteLowered, sqliteQuery } from './query'
import { sqliteFile, tunedSqlite } from './sqlite-adapter'
import { sqliteBatches } from './sqlite-batches'
import { SQLITE_FIRST_PRAGMAS, SQLITE_PRAGMAS } from './sqlite-pragmas'
import { releaseSqliteSpace } from './sqlite-space'
import { sqliteTransactions } from './sqlite-transactions'

/** Opens or creates the database file of a URL such as `file:./data/creel.db`, with its directory, and migrates its schema. */
export async function openSqlite(url: string): Promise<OpenDatabase> {
  const file = sqliteFile(url)
  mkdirSync(dirname(file), { recursive: true })
  const adapter = tunedSqlite(url)
  const first = await adapter.connect()
  await first.executeScript(SQLITE_FIRST_PRAGMAS)
  await first.dispose()
  await migrate(adapter, schemaDirectory('sqlite'))
  const prisma = new PrismaClient({ adapter })
  await prisma.$connect()
  const db = new Database(file, { timeout: 0 }) // waiting inside SQLite would stop the event loop
  db.exec(SQLITE_PRAGMAS)
  return {
    prisma,
    batches: sqliteBatches(db),
    transactions: sqliteTransactions(db),
    query: sqliteQuery(db),
    lowered: sqliteLowered,
    releaseSpace: () => releaseSqliteSpace(db),
    async close() {
      await prisma.$disconnect()
      db.close()
    },
  }
}
