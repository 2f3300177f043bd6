/** One statement for both databases. Arguments are written as `?`. */
export type Statement = { sql: string; args: readonly Argument[] }
type Argument = number | bigint | string | Uint8Array | null
export type Row = Record<string, number | bigint | string | null>

/**
 * The statements of one transaction. Each `yield` returns the rows of its statement. Statements that are yielded together take one round trip on
 * PostgreSQL, where none of them sees what the others write. They return nothing.
 */
export type Script<T> = Generator<Statement | readonly Statement[], T, Row[]>

/**
 * Runs a script as one transaction. Prisma's own transactions do not work on SQLite: they stay open over several turns of the event loop, on a
 * connection that others use meanwhile. A rollback would then undo writes that were already reported as stored.
 */
export interface Transactions {
  run<T>(script: () => Script<T>): Promise<T>
  readonly locks: Locks
}

/** How statements lock out other transactions. SQLite has one writer at a time and needs none of this. */
export type Locks = {
  /** Suffix of a SELECT that locks its rows until the commit. */
  forUpdate: string
  /** The same, skipping rows that another transaction has locked. */
  forUpdateSkipLocked: string
  /** A statement that takes a lock until the commit, for transactions that decide something about the whole database. */
  wholeDatabase: Statement
}

export function statement(sql: string, ...args: Statement['args']): Statement {
  return { sql, args }
}

/** `?, ?, ?` */
export function placeholders(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
