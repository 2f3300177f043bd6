/** One statement with `?` for its arguments, for both databases. */
export type Statement = { sql: string; args: readonly Argument[] }
type Argument = number | bigint | string | Uint8Array | null
export type Row = Record<string, number | bigint | string | null>

/** The statements of one transaction. Each `yield` returns the rows of its statement. */
export type Script<T> = Generator<Statement, T, Row[]>

/**
 * Runs a script as one transaction. Prisma's own transactions don't work on SQLite: they stay open over several turns of the event loop
 * on a connection that others use meanwhile, so a rollback would undo writes that others were told are stored.
 */
export interface Transactions {
  run<T>(script: () => Script<T>): Promise<T>
  readonly locks: Locks
}

/** How statements lock out other transactions. SQLite has one writer at a time and needs none of this. */
export type Locks = {
  /** Ends a SELECT and locks its rows until the commit. */
  forUpdate: string
  /** The same, skipping rows that another transaction has locked. */
  forUpdateSkipLocked: string
  /** A statement that waits for other transactions that decide about the whole database. */
  wholeDatabase: Statement
}

export function statement(sql: string, ...args: Statement['args']): Statement {
  return { sql, args }
}

/** `?, ?, ?` */
export function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
