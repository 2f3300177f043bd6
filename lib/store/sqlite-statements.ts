import type Database from 'better-sqlite3'

/** Preparing a statement takes longer than reading its rows. Filters make ever new ones. */
const PREPARED_MAX = 100

/** Prepares each statement once, as long as not too many others come. */
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
