import pg from 'pg'
import { findTestServices } from '../../scripts/test-services.mjs'
import { startCreel } from '../../tests/e2e/creel-process'

/** Two Creel processes on their own PostgreSQL database, as in compose.yaml. */
export async function startPair(): Promise<{ ports: [number, number]; remove(): Promise<void> }> {
  const { postgresUrl, redisUrl } = await findTestServices()
  if (!postgresUrl || !redisUrl) throw new Error('PostgreSQL and Redis are needed: TEST_POSTGRES_URL, TEST_REDIS_URL.')
  const name = `creel_proxy_${process.pid}`
  await query(postgresUrl, `CREATE DATABASE ${name}`)
  const url = new URL(postgresUrl)
  url.pathname = name
  const env = { DATABASE_URL: url.href, REDIS_URL: redisUrl, CREEL_TRUST_PROXY: '1', CREEL_LOG_LEVEL: 'warn' }
  const [one, other] = await Promise.all([startCreel(env), startCreel(env)])
  return {
    ports: [one.port, other.port],
    async remove() {
      await Promise.all([one.stop(), other.stop()])
      await Promise.all([one.remove(), other.remove()])
      await query(postgresUrl, `DROP DATABASE ${name} WITH (FORCE)`)
    },
  }
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  await client.query(sql).finally(() => client.end())
}
