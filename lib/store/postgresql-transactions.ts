import type { Pool, PoolClient } from 'pg'
import { numbered } from './query'
import type { Row, Script, Transactions } from './transaction'

export function postgresqlTransactions(pool: Pool): Transactions {
  return {
    async run(script) {
      const client = await pool.connect()
      try {
        await client.query('BEGIN')
        const result = await runOn(client, script)
        await client.query('COMMIT')
        client.release()
        return result
      } catch (error) {
        client.release(true) // a connection that closes rolls back
        throw error
      }
    },
  }
}

async function runOn<T>(client: PoolClient, script: () => Script<T>): Promise<T> {
  const running = script()
  let next = running.next()
  while (!next.done) {
    const { rows } = await client.query<Row>(numbered(next.value.sql), [...next.value.args])
    next = running.next(rows)
  }
  return next.value
}
