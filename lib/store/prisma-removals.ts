import type { Prisma, PrismaTransaction } from './prisma-client'
import type { Store } from './store'

type RemovalStore = Pick<Store, 'deleteCapture' | 'clearBin' | 'removeStep' | 'overfullBins' | 'largestBin' | 'removeOldest'>

type Removed = { seq: number | bigint; bytes: number | bigint }

/** Rows a step: a few milliseconds, so that captures do not wait. */
const ROWS_PER_STEP = 200

/** Each transaction begins with a write: SQLite then never has to turn a reader into a writer, which may fail. */
export function prismaRemovals(prisma: Prisma): RemovalStore {
  return {
    deleteCapture: (binKey, seq) =>
      prisma.$transaction(async (tx) => {
        const removed = await tx.$queryRaw<Removed[]>`DELETE FROM "Capture" WHERE "binKey" = ${binKey} AND "seq" = ${seq}
          AND "seq" > (SELECT "clearedThrough" FROM "Bin" WHERE "key" = ${binKey}) RETURNING "seq", octet_length("body") AS "bytes"`
        await forget(tx, binKey, removed)
        return removed.length > 0
      }),

    clearBin: (binKey) =>
      prisma.$transaction(async (tx) => {
        const [cleared] = await tx.$queryRaw<{ lastSeq: number | bigint }[]>`UPDATE "Bin"
          SET "clearedThrough" = "lastSeq", "captureCount" = 0, "byteCount" = 0 WHERE "key" = ${binKey} RETURNING "lastSeq"`
        const throughSeq = Number(cleared?.lastSeq ?? 0)
        if (throughSeq > 0) await tx.removal.create({ data: { binKey, throughSeq } })
        return throughSeq
      }),

    async removeStep() {
      const removal = await prisma.removal.findFirst({ orderBy: { key: 'asc' } })
      if (!removal) return false
      const { key, binKey, throughSeq } = removal
      const removed = await prisma.$executeRaw`DELETE FROM "Capture" WHERE "binKey" = ${binKey} AND "seq" IN
        (SELECT "seq" FROM "Capture" WHERE "binKey" = ${binKey} AND "seq" <= ${throughSeq} ORDER BY "seq" LIMIT ${ROWS_PER_STEP})`
      if (removed > 0) return true
      await prisma.delivery.deleteMany({ where: { binKey, captureSeq: { lte: throughSeq } } })
      await prisma.removal.deleteMany({ where: { key } })
      return (await prisma.removal.count()) > 0
    },

    async overfullBins(capturesMax) {
      const bins = await prisma.bin.findMany({
        where: { captureCount: { gt: capturesMax } },
        select: { key: true, id: true, captureTag: true, captureCount: true },
      })
      return bins.map(({ captureCount, ...bin }) => ({ ...bin, over: captureCount - capturesMax }))
    },

    largestBin: () =>
      prisma.bin.findFirst({
        where: { captureCount: { gt: 0 } },
        orderBy: { byteCount: 'desc' },
        select: { key: true, id: true, captureTag: true },
      }),

    removeOldest: (binKey, count) =>
      prisma.$transaction(async (tx) => {
        const removed = await tx.$queryRaw<Removed[]>`DELETE FROM "Capture" WHERE "binKey" = ${binKey} AND "seq" IN
          (SELECT "seq" FROM "Capture" WHERE "binKey" = ${binKey} AND "seq" > (SELECT "clearedThrough" FROM "Bin" WHERE "key" = ${binKey})
            AND NOT "pinned" ORDER BY "seq" LIMIT ${Math.min(count, ROWS_PER_STEP)}) RETURNING "seq", octet_length("body") AS "bytes"`
        await forget(tx, binKey, removed)
        return removed.map(({ seq }) => Number(seq)).sort((a, b) => a - b)
      }),
  }
}

/** What hangs on captures that were just taken away: the bin's counts and the deliveries. */
async function forget(tx: PrismaTransaction, binKey: number, removed: readonly Removed[]): Promise<void> {
  if (removed.length === 0) return
  const bytes = removed.reduce((sum, row) => sum + BigInt(row.bytes), 0n)
  await tx.bin.updateMany({
    where: { key: binKey },
    data: { captureCount: { decrement: removed.length }, byteCount: { decrement: bytes } },
  })
  await tx.delivery.deleteMany({ where: { binKey, captureSeq: { in: removed.map(({ seq }) => Number(seq)) } } })
}
