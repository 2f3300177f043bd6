import type { Statement } from '#lib/store/transaction'
import type { OwnDatabase } from './databases'

/** The database's query plan of this statement, one line per step. */
export async function planOf(database: OwnDatabase, name: string, statement: Statement): Promise<string> {
  const rows = await database.sql(`${name === 'SQLite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${filledIn(name, statement)}`)
  return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n')
}

/** The statement with its values inserted. */
export function filledIn(name: string, { sql, args }: Statement): string {
  let place = 0
  return sql.replace(/\?/g, () => literal(args[place++], name))
}

/** PostgreSQL converts a quoted number to any type, like an argument. */
function literal(value: Statement['args'][number] | undefined, name: string): string {
  if (value === null || value === undefined) return 'NULL'
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  return isNumber && name === 'SQLite' ? String(value) : `'${String(value)}'`
}
