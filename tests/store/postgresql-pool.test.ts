import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { expect, test } from 'vitest'
import { createPostgresqlPool } from '#lib/store/postgresql-pool'
import { postgresqlTransactions } from '#lib/store/postgresql-transactions'
import { type Row, type Script, statement } from '#lib/store/transaction'
import { postgresqlIsThere, temporaryPostgresql } from './temporary-postgresql'

/** A proxy between a pool and PostgreSQL. After `vanish`, it silently drops data of existing connections; new connections work. */
async function openNetwork(url: string) {
  const { hostname, port } = new URL(url)
  const there: Socket[] = []
  const server = createServer((near) => {
    const far = connect(Number(port || 5432), hostname)
    there.push(near, far)
    near.pipe(far).pipe(near)
    for (const socket of [near, far]) socket.on('error', () => {})
  })
  await once(server.listen(0, '127.0.0.1'), 'listening')
  const through = new URL(url)
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    url: through.href,
    vanish() {
      for (const socket of there.splice(0)) socket.unpipe().resume()
    },
    close: () => server.close(),
  }
}

test.skipIf(!postgresqlIsThere)('a query whose server vanished rejects, and the next one gets a new connection', async () => {
  const { url, drop } = await temporaryPostgresql()
  const network = await openNetwork(url)
  const pool = createPostgresqlPool(network.url, 1, 300)
  pool.on('error', () => {})
  const { run } = postgresqlTransactions(pool)
  function* one(): Script<Row> {
    const [row] = yield statement('SELECT 1 AS "one"')
    return row!
  }
  expect(await run(one)).toEqual({ one: 1 })
  network.vanish()
  await expect(run(one)).rejects.toThrow('timeout')
  expect(await run(one)).toEqual({ one: 1 })
  network.vanish()
  await expect(pool.query('SELECT 1')).rejects.toThrow('timeout')
  expect((await pool.query('SELECT 1 AS "one"')).rows).toEqual([{ one: 1 }])
  void pool.end()
  await drop()
  network.close()
})

test.skipIf(!postgresqlIsThere)('a transaction whose client vanished does not keep its locks for hours', async () => {
  const { url, drop } = await temporaryPostgresql()
  const pool = createPostgresqlPool(url, 1)
  const { run } = postgresqlTransactions(pool)
  const setting = 'SHOW idle_in_transaction_session_timeout'
  function* timeout(): Script<Row> {
    const [row] = yield statement(setting)
    return row!
  }
  expect(await run(timeout)).toEqual({ idle_in_transaction_session_timeout: '30s' })
  const { rows } = await pool.query(setting)
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '0' }]) // other programs may share the connection
  await pool.end()
  await drop()
})
