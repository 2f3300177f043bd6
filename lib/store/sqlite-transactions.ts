import type Database from 'better-sqlite3'
import { whenUnlocked } from './sqlite-lock'
import { sqliteStatements } from './sqlite-statements'
import { type Locks, type Row, type Script, type Statement, statement, type Transactions } from './transaction'

/** `BEGIN IMMEDIATE` takes the only lock that SQLite has. */
const LOCKS: Locks = { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: statement('SELECT 1') }

/** Runs each script synchronously, in one turn of the event loop. */
export function sqliteTransactions(db: Database.Database): Transactions {
  const prepare = sqliteStatements<Row>(db)
  const transaction = db.transaction(<T>(script: () => Script<T>): T => {
    const running = script()
    let next = running.next()
    while (!next.done) {
      if ('sql' in next.value) next = running.next(runStatement(next.value))
      else {
        for (const each of next.value) runStatement(each)
        next = running.next([])
      }
    }
    return next.value
  })
  function runStatement({ sql, args }: Statement): Row[] {
    const prepared = prepare(sql)
    if (prepared.reader) return prepared.all(...args)
    prepared.run(...args)
    return []
  }
  // In better-sqlite3's types, a generic function loses its type parameter.
  const run = transaction.immediate as unknown as <T>(script: () => Script<T>) => T
  return { run: (script) => whenUnlocked(() => run(script)), locks: LOCKS }
}
