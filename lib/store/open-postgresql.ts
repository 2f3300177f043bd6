import { PrismaPg } from '@prisma/adapter-pg'
import { Pool } from 'pg'
import type { Logger } from 'pino'
import { PrismaClient } from '#lib/generated/postgresql/client'
import { migrate, schemaDirectory } from './migrate'
import type { OpenDatabase } from './open-database'
import { postgresqlBatches } from './postgresql-batches'
import { postgresqlTransactions } from './postgresql-transactions'
import type { Prisma } from './prisma-client'
import { postgresqlLowered, postgresqlQuery } from './query'

const CONNECTIONS_MAX = 10
const CONNECT_MS_MAX = 5_000
/** An arbitrary number. The process that migrates the database holds this advisory lock. */
const MIGRATION_LOCK = 7_261_953

/** Connects to `postgresql://…` and migrates the schema. If several processes start at once, they migrate one after the other. */
export async function openPostgresql(url: string, log: Pick<Logger, 'warn'>): Promise<OpenDatabase> {
  const pool = new Pool({
    connectionString: url,
    max: CONNECTIONS_MAX,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    keepAlive: true,
    application_name: 'creel',
  })
  pool.on('error', (error) => log.warn({ err: error }, 'a connection to PostgreSQL was lost')) // the pool replaces it
  const adapter = new PrismaPg(pool)
  try {
    await migrateAlone(pool, new PrismaPg(url))
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

async function migrateAlone(pool: Pool, adapter: PrismaPg): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK])
    await migrate(adapter, schemaDirectory('postgresql'))
  } finally {
    client.release(true) // closing the connection releases the lock
  }
}
