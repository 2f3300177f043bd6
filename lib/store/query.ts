import type Database from 'better-sqlite3'
import type { Pool } from 'pg'

type Value = number | bigint | string | boolean | Uint8Array | null

/** Integers of 64 bits come as text from PostgreSQL; what is true or false comes as 1 or 0 from SQLite. */
export type QueriedRow = Record<string, Value>

/** Reads with one statement, in which `?` stands for an argument whichever the database. */
export type Query = (sql: string, ...args: (number | string)[]) => Promise<QueriedRow[]>

export function sqliteQuery(db: Database.Database): Query {
  return async (sql, ...args) => db.prepare<unknown[], QueriedRow>(sql).all(...args)
}

export function postgresqlQuery(pool: Pool): Query {
  return async (sql, ...args) => (await pool.query<QueriedRow>(numbered(sql), args)).rows
}

/** `?` as PostgreSQL numbers it. */
export function numbered(sql: string): string {
  let place = 0
  return sql.replace(/\?/g, () => `$${++place}`)
}
