import { lockBin } from './bin-counts'
import { binGone } from './prisma-bins'
import type { Prisma } from './prisma-client'
import type { ShareStore, StoredShare } from './share-store'
import { type Locks, placeholders, type Script, statement, type Transactions } from './transaction'

type ShareRow = NonNullable<Awaited<ReturnType<Prisma['share']['findUnique']>>>

export function prismaShares(prisma: Prisma, transactions: Transactions): ShareStore {
  return {
    async addShare(share) {
      if (!(await transactions.run(() => addShare(share, transactions.locks)))) throw binGone()
    },

    async listShares(binKey) {
      const rows = await prisma.share.findMany({ where: { binKey }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
      return rows.map(toShare)
    },

    async findShare(tokenHash) {
      const row = await prisma.share.findUnique({ where: { tokenHash } })
      return row && toShare(row)
    },

    async deleteShare(binKey, id) {
      const { count } = await prisma.share.deleteMany({ where: { binKey, id } })
      return count > 0
    },

    async touchShare(id, usedAt) {
      await prisma.share.updateMany({ where: { id }, data: { lastUsedAt: BigInt(usedAt) } })
    },

    async deleteExpiredShares(binKey, now) {
      await prisma.share.deleteMany({ where: { binKey, expiresAt: { lte: BigInt(now) } } })
    },
  }
}

/** Locks the bin, because a link that is created while its bin is deleted must not stay behind. */
function* addShare(share: StoredShare, locks: Locks): Script<boolean> {
  if (!(yield* lockBin(share.binKey, locks))) return false
  const columns = Object.keys(share).map((name) => `"${name}"`)
  const values = Object.values(share)
  yield statement(`INSERT INTO "Share" (${columns.join(', ')}) VALUES (${placeholders(values)})`, ...values)
  return true
}

function toShare({ show, createdAt, expiresAt, lastUsedAt, ...rest }: ShareRow): StoredShare {
  return {
    ...rest,
    show: show === 'everything' ? 'everything' : 'redacted', // an unknown value shows less
    createdAt: Number(createdAt),
    expiresAt: Number(expiresAt ?? 0),
    lastUsedAt: lastUsedAt === null ? null : Number(lastUsedAt),
  }
}
