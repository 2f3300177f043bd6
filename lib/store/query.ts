import type Database from 'better-sqlite3'
import type { Pool } from 'pg'
import { sqliteStatements } from './sqlite-statements'

type Value = number | bigint | string | boolean | Uint8Array | null

/** PostgreSQL returns 64-bit integers as text, and SQLite returns booleans as 1 or 0. */
export type QueriedRow = Record<string, Value>

/** Reads with one statement. Arguments are written as `?` for both databases. */
export type Query = (sql: string, ...args: (number | string)[]) => Promise<QueriedRow[]>

export function sqliteQuery(db: Database.Database): Query {
  const prepared = sqliteStatements<QueriedRow>(db)
  return async (sql, ...args) => prepared(sql).all(...args)
}

export function postgresqlQuery(pool: Pool): Query {
  return async (sql, ...args) => (await pool.query<QueriedRow>(numbered(sql), args)).rows
}

/** SQL for a text with its ASCII letters in lower case, whatever the database's locale. */
export type Lowered = (column: string) => string

export const sqliteLowered: Lowered = (column) => `lower(${column})`
export const postgresqlLowered: Lowered = (column) => `lower(${column} COLLATE "C")`

/** Replaces each `?` by PostgreSQL's `$1`, `$2`, … */
export function numbered(sql: string): string {
  let place = 0
  return sql.replace(/\?/g, () => `$${++place}`)
}
