import type Database from 'better-sqlite3'

/** Filters produce new statements all the time, so the cache is bounded. */
const PREPARED_MAX = 100

/** Caches prepared statements, because preparing one takes longer than reading its rows. */
export function sqliteStatements<Row>(db: Database.Database): (sql: string) => Database.Statement<unknown[], Row> {
  const prepared = new Map<string, Database.Statement<unknown[], Row>>()
  return (sql) => {
    const known = prepared.get(sql)
    if (known) return known
    if (prepared.size === PREPARED_MAX) prepared.clear()
    const statement = db.prepare<unknown[], Row>(sql)
    prepared.set(sql, statement)
    return statement
  }
}
