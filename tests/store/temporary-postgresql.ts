import { randomUUID } from 'node:crypto'
import { Client } from 'pg'

/** scripts/test.mjs sets it to the empty text if no PostgreSQL answers. */
const SERVER_URL = process.env.TEST_POSTGRES_URL ?? 'postgresql://root@127.0.0.1:5432/test'

export const postgresqlIsThere = SERVER_URL !== ''

/** Creates a new database on the test server. */
export async function temporaryPostgresql(): Promise<{ url: string; drop(): Promise<void> }> {
  const name = `creel_test_${randomUUID().replaceAll('-', '')}`
  await onServer(`CREATE DATABASE "${name}"`)
  const url = new URL(SERVER_URL)
  url.pathname = `/${name}`
  return { url: url.href, drop: () => onServer(`DROP DATABASE "${name}" WITH (FORCE)`) }
}

async function onServer(sql: string): Promise<void> {
  const client = new Client({ connectionString: SERVER_URL })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
