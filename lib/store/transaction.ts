/** One statement with `?` for its arguments, whichever the database. */
export type Statement = { sql: string; args: readonly (number | bigint | string)[] }
export type Row = Record<string, number | bigint | string | null>

/** The statements of one transaction: each `yield` gives the rows that its statement returned. */
export type Script<T> = Generator<Statement, T, Row[]>

/**
 * Runs a script as one transaction. Prisma's own transactions will not do on SQLite: they stay open over several turns of the event
 * loop on a connection that others use meanwhile, and a rollback would take along what those were told is stored.
 */
export interface Transactions {
  run<T>(script: () => Script<T>): Promise<T>
}

export function statement(sql: string, ...args: Statement['args']): Statement {
  return { sql, args }
}
