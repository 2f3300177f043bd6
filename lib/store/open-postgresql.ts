import { PrismaPg } from '@prisma/adapter-pg'
import { Client } from 'pg'
import type { Logger } from 'pino'
import { PrismaClient } from '#lib/generated/postgresql/client'
import { migrate, schemaDirectory } from './migrate'
import type { OpenDatabase } from './open-database'
import { postgresqlBatches } from './postgresql-batches'
import { CONNECT_MS_MAX, createPostgresqlPool } from './postgresql-pool'
import { postgresqlTransactions } from './postgresql-transactions'
import type { Prisma } from './prisma-client'
import { postgresqlLowered, postgresqlQuery } from './query'

const CONNECTIONS_MAX = 10
/** An arbitrary number. The process that migrates the database holds this advisory lock. */
const MIGRATION_LOCK = 7_261_953

/** Connects to `postgresql://…` and migrates the schema. If several processes start at once, they migrate one after the other. */
export async function openPostgresql(url: string, log: Pick<Logger, 'warn'>): Promise<OpenDatabase> {
  const pool = createPostgresqlPool(url, CONNECTIONS_MAX)
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to PostgreSQL was lost')) // the pool replaces it
  const adapter = new PrismaPg(pool)
  try {
    await migrateAlone(url)
  } catch (error) {
    await pool.end()
    throw error
  }
  const prisma = new PrismaClient({ adapter }) as unknown as Prisma
  return {
    prisma,
    batches: postgresqlBatches(pool),
    transactions: postgresqlTransactions(pool),
    query: postgresqlQuery(pool),
    lowered: postgresqlLowered,
    releaseSpace: async () => false, // autovacuum does it
    async close() {
      await prisma.$disconnect()
      await pool.end()
    },
  }
}

/** Uses its own connection, because waiting for another process's migration may take longer than the pool allows for a query. */
async function migrateAlone(connectionString: string): Promise<void> {
  const client = new Client({ connectionString, connectionTimeoutMillis: CONNECT_MS_MAX, application_name: 'creel' })
  await client.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(new PrismaPg(connectionString), schemaDirectory('postgresql'))
  } finally {
    await client.end() // releases the lock
  }
}
