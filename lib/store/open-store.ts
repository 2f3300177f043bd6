import type { Logger } from 'pino'
import type { OpenDatabase } from './open-database'
import { openPostgresql } from './open-postgresql'
import { openSqlite } from './open-sqlite'
import { prismaBins } from './prisma-bins'
import { prismaCaptures } from './prisma-captures'
import { prismaShares } from './prisma-shares'
import { removals } from './removals'
import { searchReads } from './search-reads'
import { withStorageErrors } from './storage-errors'
import type { Store } from './store'

export function isPostgresql(databaseUrl: string): boolean {
  return /^postgres(?:ql)?:/.test(databaseUrl)
}

/**
 * The store behind `DATABASE_URL`, its schema up to date.
 * @throws {Error} one that says what to do, where the database cannot be opened
 */
export async function openStore(databaseUrl: string, log: Pick<Logger, 'warn'>): Promise<Store> {
  const { prisma, batches, transactions, query, space, close } = await open(databaseUrl, log)
  return withStorageErrors({
    ...prismaBins(prisma),
    ...prismaCaptures(prisma),
    ...searchReads(query),
    ...removals(prisma, transactions),
    ...prismaShares(prisma, transactions),
    addCaptures: batches.add,
    ping: batches.ping,
    usedBytes: space.usedBytes,
    releaseSpace: space.release,
    close,
  })
}

async function open(databaseUrl: string, log: Pick<Logger, 'warn'>): Promise<OpenDatabase> {
  try {
    return isPostgresql(databaseUrl) ? await openPostgresql(databaseUrl, log) : await openSqlite(databaseUrl)
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new Error(`DATABASE_URL=${withoutPassword(databaseUrl)} cannot be opened: ${why}`, { cause })
  }
}

function withoutPassword(url: string): string {
  return url.replace(/\/\/([^:@/]*):[^@/]*@/, '//$1:…@')
}
