import type { Row, Statement, Transactions } from '#lib/store/transaction'
import type { OwnDatabase } from './databases'
import { planOf } from './plan-of'

/** Query plans of the statements of scripts and queries. */
export function statementPlans(name: string, database: OwnDatabase) {
  const explain = (statement: Statement): Promise<string> => planOf(database, name, statement)

  /** The plans of all statements of a script. `answer` provides the rows that each statement returns. */
  const plansOf = async (work: (transactions: Transactions) => Promise<unknown>, answer: (sql: string) => Row[]) => {
    const plans: string[] = []
    await work({
      locks: { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: { sql: 'SELECT 1', args: [] } },
      async run(script) {
        const running = script()
        let next = running.next()
        while (!next.done) {
          const statements = 'sql' in next.value ? [next.value] : next.value
          for (const each of statements) plans.push(await explain(each))
          next = running.next(statements.length === 1 ? answer(statements[0]!.sql) : [])
        }
        return next.value
      },
    })
    return plans
  }

  return { explain, plansOf }
}
