import type { Statement } from '#lib/store/transaction'
import type { OwnDatabase } from './databases'

/** How the database would run this statement: a line for each step, as it says it itself. */
export async function planOf(database: OwnDatabase, name: string, { sql, args }: Statement): Promise<string> {
  const text = args.reduce<string>((filled, arg) => filled.replace('?', literal(arg)), sql)
  const rows = await database.sql(`${name === 'SQLite' ? 'EXPLAIN QUERY PLAN' : 'EXPLAIN'} ${text}`)
  return rows.map((row) => String(row.detail ?? row['QUERY PLAN'])).join('\n')
}

function literal(value: Statement['args'][number]): string {
  if (value === null) return 'NULL'
  return typeof value === 'number' ? String(value) : `'${String(value)}'`
}
