import { randomUUID } from 'node:crypto'
import { Client } from 'pg'
import { afterAll, afterEach, test as base, beforeAll, expect } from 'vitest'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

// A PostgreSQL that answers but refuses writes: a standby after a failover, read-only mode on a full disk, or a revoked permission.

const test = base.skipIf(!postgresqlIsThere)
const role = `creel_${randomUUID().slice(0, 8)}`
let database: Awaited<ReturnType<typeof temporaryPostgresql>>
let admin: Client
let name: string
let creel: Creel

beforeAll(async () => {
  if (!postgresqlIsThere) return
  database = await temporaryPostgresql()
  const url = new URL(database.url)
  name = url.pathname.slice(1)
  admin = new Client({ connectionString: database.url })
  await admin.connect()
  await admin.query(
    `CREATE ROLE "${role}" LOGIN; GRANT ALL ON DATABASE "${name}" TO "${role}"; GRANT ALL ON SCHEMA public TO "${role}"`,
  )
  url.username = role
  creel = await startCreel({ env: { DATABASE_URL: url.href } })
})
afterEach(async () => {
  if (!postgresqlIsThere) return
  await admin.query(`ALTER ROLE "${role}" RESET default_transaction_read_only; GRANT INSERT ON "Capture" TO "${role}"`)
})
afterAll(async () => {
  await creel?.close()
  await admin?.query(`DROP OWNED BY "${role}" CASCADE; DROP ROLE "${role}"`)
  await admin?.end()
  await database?.drop()
})

/** Ends sessions, because new defaults apply only to new ones. */
const endSessions = () => admin.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1', [role])
const ready = async () => (await fetch(`${creel.url}/readyz`)).status

test.each([
  [
    'every transaction is read-only',
    async () => {
      await admin.query(`ALTER ROLE "${role}" SET default_transaction_read_only = on`)
      await endSessions()
    },
    async () => {
      await admin.query(`ALTER ROLE "${role}" RESET default_transaction_read_only`)
      await endSessions()
    },
  ],
  [
    'the right to insert is revoked',
    () => admin.query(`REVOKE INSERT ON "Capture" FROM "${role}"`),
    () => admin.query(`GRANT INSERT ON "Capture" TO "${role}"`),
  ],
])('if %s, /readyz answers 503, senders get 503 with retry-after, reading works, and it recovers', async (_, breakIt, mend) => {
  const bin = await creel.createBin()
  const post = () => sendRaw(creel.port, `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)
  expect((await post()).status).toBe(200)
  await expect.poll(ready).toBe(200)
  await breakIt()
  await expect.poll(ready).toBe(503) // before the first request
  const refused = await post()
  expect([refused.status, refused.header('retry-after')]).toEqual([503, '2'])
  expect(await creel.runtime.store.findBin(bin.id)).toMatchObject({ captureCount: 1 })
  await mend()
  await expect.poll(async () => (await post()).status).toBe(200)
  await expect.poll(ready).toBe(200)
})
