import type { Pool, PoolClient } from 'pg'
import { numbered } from './query'
import { type Locks, type Row, type Script, type Statement, statement, type Transactions } from './transaction'

/** An arbitrary number that no other advisory lock uses. */
const WHOLE_DATABASE_LOCK = 7_261_954

/**
 * If this machine vanishes within a transaction, its locks, such as that of a bin, would last until TCP keep-alive notices, two hours by
 * default. The timeout is set for this transaction only, so that it works behind PgBouncer, and in one round trip with BEGIN.
 */
const BEGIN = "BEGIN; SET LOCAL idle_in_transaction_session_timeout = '30s'"

const LOCKS: Locks = {
  forUpdate: ' FOR UPDATE',
  forUpdateSkipLocked: ' FOR UPDATE SKIP LOCKED',
  wholeDatabase: statement('SELECT pg_advisory_xact_lock(?)', WHOLE_DATABASE_LOCK),
}

export function postgresqlTransactions(pool: Pool): Transactions {
  return {
    locks: LOCKS,
    async run(script) {
      const client = await pool.connect()
      client.on('error', ignore)
      try {
        await client.query(BEGIN)
        const result = await runOn(client, script)
        await client.query('COMMIT')
        client.off('error', ignore)
        client.release()
        return result
      } catch (error) {
        client.release(true) // closing the connection rolls back
        throw error
      }
    },
  }
}

/**
 * The pool listens to idle connections only. If the server closes this one between two queries, the next query rejects; but an 'error' event
 * that nobody hears would end the process.
 */
function ignore(): void {}

async function runOn<T>(client: PoolClient, script: () => Script<T>): Promise<T> {
  const running = script()
  let next = running.next()
  while (!next.done) {
    const { sql, args } = 'sql' in next.value ? next.value : together(next.value)
    const { rows } = await client.query<Row>(numbered(sql), [...args])
    next = running.next(rows)
  }
  return next.value
}

function together(statements: readonly Statement[]): Statement {
  const parts = statements.map(({ sql }, i) => `part${i} AS (${sql})`)
  return statement(`WITH ${parts.join(', ')} SELECT 1 WHERE false`, ...statements.flatMap(({ args }) => args))
}
