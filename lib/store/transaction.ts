/** One statement with `?` for its arguments, whichever the database. */
export type Statement = { sql: string; args: readonly Argument[] }
type Argument = number | bigint | string | Uint8Array | null
export type Row = Record<string, number | bigint | string | null>

/** The statements of one transaction: each `yield` gives the rows that its statement returned. */
export type Script<T> = Generator<Statement, T, Row[]>

/**
 * Runs a script as one transaction. Prisma's own transactions don't work on SQLite: they stay open over several turns of the event
 * loop on a connection that others use meanwhile, and a rollback would undo what those were told is stored.
 */
export interface Transactions {
  run<T>(script: () => Script<T>): Promise<T>
  readonly locks: Locks
}

/** How statements keep other transactions out. SQLite has one writer at a time and needs none of it. */
export type Locks = {
  /** Ends a SELECT: the rows stay as they are until the commit. */
  forUpdate: string
  /** The same, and rows that another transaction holds are left out. */
  forUpdateSkipLocked: string
  /** A statement that waits until no other transaction that decides about the whole database is running. */
  wholeDatabase: Statement
}

export function statement(sql: string, ...args: Statement['args']): Statement {
  return { sql, args }
}

/** `?, ?, ?` */
export function places(values: readonly unknown[]): string {
  return values.map(() => '?').join(', ')
}
