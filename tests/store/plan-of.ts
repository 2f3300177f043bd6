import type { Statement } from '#lib/store/transaction'
import type { OwnDatabase } from './databases'

/** How the database would run this statement: a line for each step, as it says it itself. */
export async function planOf(database: OwnDatabase, name: string, statement: Statement): Promise<string> {
  const rows = await database.sql(`${name === 'SQLite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${filledIn(name, statement)}`)
  return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n')
}

/** The statement with its values in it. */
export function filledIn(name: string, { sql, args }: Statement): string {
  let place = 0
  return sql.replace(/\?/g, () => literal(args[place++], name))
}

/** PostgreSQL takes a quoted number for any type, as it takes an argument. */
function literal(value: Statement['args'][number] | undefined, name: string): string {
  if (value === null || value === undefined) return 'NULL'
  const isNumber = typeof value === 'number' || typeof value === 'bigint'
  return isNumber && name === 'SQLite' ? String(value) : `'${String(value)}'`
}
