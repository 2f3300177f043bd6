import type { Prisma } from './prisma-client'
import type { ShareStore, StoredShare } from './share-store'
import { type Script, statement, type Transactions } from './transaction'

type ShareRow = NonNullable<Awaited<ReturnType<Prisma['share']['findUnique']>>>

export function prismaShares(prisma: Prisma, transactions: Transactions): ShareStore {
  return {
    async addShare({ createdAt, expiresAt, lastUsedAt, ...rest }) {
      const times = { createdAt: BigInt(createdAt), expiresAt: BigInt(expiresAt) }
      await prisma.share.create({ data: { ...rest, ...times, lastUsedAt: lastUsedAt === null ? null : BigInt(lastUsedAt) } })
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

    replaceAccessKey: (oldHash, newHash, now) => transactions.run(() => replaceAccessKey(oldHash, newHash, now)),
  }
}

function* replaceAccessKey(oldHash: string, newHash: string, now: number): Script<boolean> {
  const known = yield statement('DELETE FROM "AccessKey" WHERE "hash" = ? RETURNING "hash"', oldHash)
  if (known.length === 0) return false
  yield statement('INSERT INTO "AccessKey" ("hash", "createdAt") VALUES (?, ?)', newHash, now)
  yield statement('UPDATE "Bin" SET "ownerHash" = ? WHERE "ownerHash" = ?', newHash, oldHash)
  return true
}

function toShare({ show, createdAt, expiresAt, lastUsedAt, ...rest }: ShareRow): StoredShare {
  return {
    ...rest,
    show: show === 'everything' ? 'everything' : 'redacted', // what is not known shows less
    createdAt: Number(createdAt),
    expiresAt: Number(expiresAt ?? 0),
    lastUsedAt: lastUsedAt === null ? null : Number(lastUsedAt),
  }
}
