import { Pool, type PoolClient } from 'pg'
import { expect, test } from 'vitest'
import { postgresqlTransactions } from '#lib/store/postgresql-transactions'
import { statement } from '#lib/store/transaction'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

test.skipIf(!postgresqlIsThere)(
  'an error on the connection between two queries of a transaction does not end the process',
  async () => {
    const { url, drop } = await temporaryPostgresql()
    const pool = new Pool({ connectionString: url, max: 1 })
    pool.on('error', () => {}) // the database is dropped under it
    const used: PoolClient[] = []
    pool.on('acquire', (client) => used.push(client))
    const { run } = postgresqlTransactions(pool)
    const result = await run(function* () {
      expect(() => used[0]!.emit('error', new Error('terminating connection'))).not.toThrow()
      yield statement('SELECT 1')
      return 'done'
    })
    expect(result).toBe('done')
    expect(used[0]!.listenerCount('error')).toBe(1) // the pool's own, for an idle connection
    await pool.end()
    await drop()
  },
)
