import { AppError } from '#lib/core/errors'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import { type BinRow, fromBin, fromRequire, type ReadRow, toBigInt, toBin } from './rows'
import type { Store } from './store'
import type { StoredBin } from './stored-bin'

type BinStore = Pick<
  Store,
  'createBin' | 'findBin' | 'listBins' | 'updateBin' | 'expiredBins' | 'lastSeqs' | 'sealedRequires' | 'replaceSealedRequire'
>

export function prismaBins(prisma: Prisma, query: Query): BinStore {
  return {
    async createBin(bin) {
      try {
        return toBin(await prisma.bin.create({ data: fromBin(bin) }))
      } catch (error) {
        if (prismaCode(error) === 'P2002') throw new AppError('id_taken', `The id "${bin.id}" is already taken.`)
        throw error
      }
    },

    async findBin(id) {
      // Each call reads a bin, and Prisma's client takes 20 times as long as the driver.
      const [row] = await query('SELECT * FROM "Bin" WHERE "id" = ?', id)
      return row ? toBin(row as ReadRow<BinRow>) : null
    },

    async listBins(ownerId) {
      const rows = await prisma.bin.findMany({ where: { ownerId } })
      const lastActivity = (bin: StoredBin) => bin.lastCaptureAt ?? bin.createdAt
      return rows.map(toBin).sort((a, b) => lastActivity(b) - lastActivity(a) || b.key - a.key)
    },

    async updateBin(key, { name, response, fixedExpiresAt, require }) {
      const data = {
        ...(name === undefined ? {} : { name }),
        ...(response === undefined ? {} : { response: JSON.stringify(response) }),
        ...(fixedExpiresAt === undefined ? {} : { fixedExpiresAt: toBigInt(fixedExpiresAt) }),
        ...(require === undefined ? {} : fromRequire(require)),
      }
      try {
        return toBin(await prisma.bin.update({ where: { key }, data }))
      } catch (error) {
        throw prismaCode(error) === 'P2025' ? binGone() : error
      }
    },

    async expiredBins(now, ttlMs) {
      const expired = await prisma.bin.findMany({
        where: {
          OR: [
            { fixedExpiresAt: { lte: now } },
            ...(ttlMs === null
              ? []
              : [
                  { fixedExpiresAt: null, lastCaptureAt: { lte: now - ttlMs } },
                  { fixedExpiresAt: null, lastCaptureAt: null, createdAt: { lte: now - ttlMs } },
                ]),
          ],
        },
        select: { key: true, id: true },
        orderBy: { key: 'asc' },
        take: 100,
      })
      return expired
    },

    async sealedRequires(afterBinKey) {
      const rows = await prisma.bin.findMany({
        where: { key: { gt: afterBinKey }, requireSealed: { not: null } },
        select: { key: true, id: true, requireSealed: true },
        orderBy: { key: 'asc' },
        take: 100,
      })
      return rows.map(({ key, id, requireSealed }) => ({ key, id, sealed: requireSealed! }))
    },

    async replaceSealedRequire(key, before, after) {
      const [from, to] = [Uint8Array.from(before), Uint8Array.from(after)]
      const { count } = await prisma.bin.updateMany({ where: { key, requireSealed: from }, data: { requireSealed: to } })
      return count > 0
    },

    async lastSeqs(binKeys) {
      const rows = await prisma.bin.findMany({ where: { key: { in: [...binKeys] } }, select: { key: true, lastSeq: true } })
      return new Map(rows.map(({ key, lastSeq }) => [key, lastSeq]))
    },
  }
}

function prismaCode(error: unknown): unknown {
  return typeof error === 'object' && error !== null && 'code' in error ? error.code : null
}

export function binGone(): AppError {
  return new AppError('bin_not_found', 'There is no such bin, or it has expired.')
}
