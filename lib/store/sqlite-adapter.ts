import { PrismaBetterSqlite3 } from '@prisma/adapter-better-sqlite3'
import type { SqlDriverAdapter, SqlMigrationAwareDriverAdapterFactory } from '@prisma/driver-adapter-utils'
import { SQLITE_PRAGMAS } from './sqlite-pragmas'

/** Short, because waiting blocks the event loop. Only another program can hold the lock. */
const BUSY_MS = 200

/** The file of a URL such as `file:./data/creel.db`. */
export function sqliteFile(databaseUrl: string): string {
  return databaseUrl.replace(/^file:/, '')
}

/** Prisma's adapter, with our pragmas set on each of its connections. */
export function tunedSqlite(databaseUrl: string): SqlMigrationAwareDriverAdapterFactory {
  const factory = new PrismaBetterSqlite3({ url: `file:${sqliteFile(databaseUrl)}`, timeout: BUSY_MS })
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
