import Database from 'better-sqlite3'
import { backlogReads } from './facts-backlog'
import { isPostgresql } from './open-store'
import { createPostgresqlPool } from './postgresql-pool'
import { postgresqlLowered, postgresqlQuery, type Query, sqliteLowered, sqliteQuery } from './query'
import { searchReads } from './search-reads'
import { sqliteFile } from './sqlite-adapter'
import { SQLITE_PRAGMAS } from './sqlite-pragmas'
import { withStorageErrors } from './storage-errors'
import type { BacklogReads, SearchReads } from './store'

const CONNECTIONS_MAX = 2

/** Opens a second, read-only connection to a database that is already open and migrated. */
export function openScanStore(databaseUrl: string): SearchReads & BacklogReads {
  const [query, lowered] = isPostgresql(databaseUrl)
    ? [postgresql(databaseUrl), postgresqlLowered]
    : [sqlite(databaseUrl), sqliteLowered]
  return withStorageErrors({ ...searchReads(query, lowered), ...backlogReads(query) })
}

function sqlite(databaseUrl: string): Query {
  const db = new Database(sqliteFile(databaseUrl), { readonly: true, fileMustExist: true })
  db.exec(SQLITE_PRAGMAS)
  return sqliteQuery(db)
}

function postgresql(connectionString: string): Query {
  const pool = createPostgresqlPool(connectionString, CONNECTIONS_MAX)
  pool.on('error', () => {}) // the pool replaces a lost connection; queries in flight reject
  return postgresqlQuery(pool)
}
