import type { Logger } from 'pino'
import { captureChanges } from './capture-changes'
import { captureReads } from './capture-reads'
import { cursors } from './cursors'
import { deliveryReads } from './delivery-reads'
import { deliveryWriter } from './delivery-writer'
import { backlogReads, backlogStore } from './facts-backlog'
import { forwardWork } from './forward-work'
import { forwards } from './forwards'
import type { OpenDatabase } from './open-database'
import { openPostgresql } from './open-postgresql'
import { openSqlite } from './open-sqlite'
import { prismaBins } from './prisma-bins'
import { prismaKeys } from './prisma-keys'
import { prismaSecrets } from './prisma-secrets'
import { prismaShares } from './prisma-shares'
import { recounts } from './recounts'
import { removals } from './removals'
import { searchReads } from './search-reads'
import { withStorageErrors } from './storage-errors'
import type { Store } from './store'
import { trims } from './trims'
import { verdictBacklog } from './verdict-backlog'

export function isPostgresql(databaseUrl: string): boolean {
  return /^postgres(?:ql)?:/.test(databaseUrl)
}

/**
 * Opens the store behind `DATABASE_URL` and migrates its schema.
 * @throws {Error} if the database cannot be opened; the message contains the URL without its password, and the reason
 */
export async function openStore(databaseUrl: string, log: Pick<Logger, 'warn'>): Promise<Store> {
  const { prisma, batches, transactions, query, lowered, releaseSpace, close } = await open(databaseUrl, log)
  return withStorageErrors({
    ...prismaBins(prisma, query),
    ...captureReads(query),
    ...deliveryReads(prisma, query),
    ...deliveryWriter(transactions),
    ...searchReads(query, lowered),
    ...backlogReads(query),
    ...backlogStore(query, transactions),
    ...captureChanges(transactions),
    ...removals(transactions),
    ...trims(query, transactions),
    ...recounts(query, transactions),
    ...verdictBacklog(query, transactions),
    ...cursors(query, transactions),
    ...forwards(prisma, query, transactions),
    ...forwardWork(prisma, query, transactions),
    ...prismaKeys(prisma, query, transactions),
    ...prismaSecrets(prisma, transactions),
    ...prismaShares(prisma, transactions),
    addCaptures: batches.add,
    ping: batches.ping,
    releaseSpace,
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
