import type Database from 'better-sqlite3'
import { whenUnlocked } from './sqlite-lock'
import { sqliteStatements } from './sqlite-statements'
import { type Locks, type Row, type Script, statement, type Transactions } from './transaction'

/** `BEGIN IMMEDIATE` takes the only lock that SQLite has. */
const LOCKS: Locks = { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: statement('SELECT 1') }

/** Runs each script synchronously, in one turn of the event loop. */
export function sqliteTransactions(db: Database.Database): Transactions {
  const prepare = sqliteStatements<Row>(db)
  const transaction = db.transaction(<T>(script: () => Script<T>): T => {
    const running = script()
    let next = running.next()
    while (!next.done) {
      const prepared = prepare(next.value.sql)
      const { args } = next.value
      next = running.next(prepared.reader ? prepared.all(...args) : noRows(prepared, args))
    }
    return next.value
  })
  // In better-sqlite3's types, a generic function loses its type parameter.
  const run = transaction.immediate as unknown as <T>(script: () => Script<T>) => T
  return { run: (script) => whenUnlocked(() => run(script)), locks: LOCKS }
}

function noRows(prepared: Database.Statement<unknown[], Row>, args: readonly unknown[]): Row[] {
  prepared.run(...args)
  return []
}
