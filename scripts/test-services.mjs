import { Redis } from 'ioredis'
import pg from 'pg'

const ANSWER_MS_MAX = 3_000

/** @typedef {{ postgresUrl: string | null, redisUrl: string | null }} TestServices null: no answer */

/**
 * The PostgreSQL and Redis that tests may use: `TEST_POSTGRES_URL` and `TEST_REDIS_URL`, by default this machine's.
 * @returns {Promise<TestServices>}
 */
export async function findTestServices() {
  const { TEST_POSTGRES_URL = 'postgresql://root@127.0.0.1:5432/test', TEST_REDIS_URL = 'redis://127.0.0.1:6379' } = process.env
  const [postgres, redis] = await Promise.all([answersAsPostgres(TEST_POSTGRES_URL), answersAsRedis(TEST_REDIS_URL)])
  return { postgresUrl: postgres ? TEST_POSTGRES_URL : null, redisUrl: redis ? TEST_REDIS_URL : null }
}

/** @param {string} connectionString */
async function answersAsPostgres(connectionString) {
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: ANSWER_MS_MAX })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('SELECT 1')
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => {})
  }
}

/** @param {string} url */
async function answersAsRedis(url) {
  const client = new Redis(url, { lazyConnect: true, connectTimeout: ANSWER_MS_MAX, retryStrategy: () => null })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.ping()
    return true
  } catch {
    return false
  } finally {
    client.disconnect()
  }
}
