import { mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import Database from 'better-sqlite3'
import { PrismaClient } from '#lib/generated/sqlite/client'
import { migrate } from './migrate'
import type { OpenDatabase } from './open-database'
import { sqliteBatches } from './sqlite-batches'
import { SQLITE_FIRST_PRAGMAS, SQLITE_PRAGMAS } from './sqlite-pragmas'
import { sqliteSpace } from './sqlite-space'
import { sqliteTransactions } from './sqlite-transactions'

/** Only another program can hold the lock, and waiting stops the event loop: so not for long. */
const BUSY_MS = 200

/** Opens or creates the file of `file:./data/creel.db`, its directory too, and brings its schema up to date. */
export async function openSqlite(url: string): Promise<OpenDatabase> {
  const file = url.replace(/^file:/, '')
  mkdirSync(dirname(file), { recursive: true })
  const adapter = tunedAdapter(file)
  const first = await adapter.connect()
  await first.executeScript(SQLITE_FIRST_PRAGMAS)
  await first.dispose()
  await migrate(adapter, 'prisma')
  const prisma = new PrismaClient({ adapter })
  await prisma.$connect()
  const db = new Database(file, { timeout: 0 }) // waiting inside SQLite would stop the event loop
  db.exec(SQLITE_PRAGMAS)
  return {
    prisma,
    batches: sqliteBatches(db),
    transactions: sqliteTransactions(db),
    space: sqliteSpace(db),
    async close() {
      await prisma.$disconnect()
      db.close()
    },
  }
}

/** Prisma's adapter, each of its connections with our settings. */
function tunedAdapter(file: string): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url: `file:${file}`, timeout: BUSY_MS })
  const tuned = async (connecting: Promise<SqlDriverAdapter>) => {
    const connection = await connecting
    await connection.executeScript(SQLITE_PRAGMAS)
    return connection
  }
  return {
    provider: factory.provider,
    adapterName: factory.adapterName,
    connect: () => tuned(factory.connect()),
    connectToShadowDb: () => factory.connectToShadowDb(),
  }
}
