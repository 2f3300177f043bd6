import type { Prisma } from './prisma-client'
import { fromDelivery, SUMMARY_COLUMNS, toCapture, toDelivery, toSummary } from './rows'
import { scanSeqs } from './scan-seqs'
import type { CapturePage, Store } from './store'
import type { StoredSummary } from './stored-capture'

type CaptureStore = Pick<
  Store,
  'listCaptures' | 'countCaptures' | 'findCapture' | 'updateCapture' | 'addDelivery' | 'listDeliveries'
>

const DELIVERIES_MAX = 200

export function prismaCaptures(prisma: Prisma): CaptureStore {
  /** Where the bin's visible captures lie: above `from`, up to `to`; null where there is no such bin. */
  async function seqRange(binKey: number, { before, after }: Pick<CapturePage, 'before' | 'after'>) {
    const bin = await prisma.bin.findUnique({ where: { key: binKey }, select: { clearedThrough: true, lastSeq: true } })
    if (!bin) return null
    return { from: Math.max(after ?? 0, bin.clearedThrough), to: Math.min((before ?? Number.MAX_SAFE_INTEGER) - 1, bin.lastSeq) }
  }

  async function visible(binKey: number, seq: number): Promise<boolean> {
    const range = await seqRange(binKey, {})
    return range !== null && seq > range.from
  }

  return {
    async listCaptures(binKey, page) {
      const range = await seqRange(binKey, page)
      if (!range) return []
      const forward = page.after !== undefined
      const found: StoredSummary[] = []
      // A page without a filter is one range; a method may be rare, and is looked for in steps.
      const windows = scanSeqs(range, { forward, step: page.method === undefined ? null : undefined })
      for await (const { from, to } of windows) {
        const rows = await prisma.capture.findMany({
          where: { binKey, seq: { gt: from, lte: to }, method: page.method },
          orderBy: { seq: forward ? 'asc' : 'desc' },
          take: page.limit - found.length,
          select: SUMMARY_COLUMNS,
        })
        found.push(...rows.map(toSummary))
        if (found.length === page.limit) break
      }
      return found
    },

    async countCaptures(binKey, { method }) {
      if (method === undefined) {
        return (await prisma.bin.findUnique({ where: { key: binKey }, select: { captureCount: true } }))?.captureCount ?? 0
      }
      const range = await seqRange(binKey, {})
      let total = 0
      if (range) {
        for await (const { from, to } of scanSeqs(range, { forward: false })) {
          total += await prisma.capture.count({ where: { binKey, seq: { gt: from, lte: to }, method } })
        }
      }
      return total
    },

    async findCapture(binKey, seq) {
      const row = (await visible(binKey, seq))
        ? await prisma.capture.findUnique({ where: { binKey_seq: { binKey, seq } } })
        : null
      return row && toCapture(row)
    },

    async updateCapture(binKey, seq, { pinned, note }) {
      if (!(await visible(binKey, seq))) return false
      return (await prisma.capture.updateMany({ where: { binKey, seq }, data: { pinned, note } })).count > 0
    },

    async addDelivery(binKey, delivery) {
      await prisma.delivery.create({ data: fromDelivery(binKey, delivery) })
    },

    async listDeliveries(binKey, captureSeq) {
      const rows = await prisma.delivery.findMany({
        where: { binKey, captureSeq },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        take: DELIVERIES_MAX,
      })
      return rows.map(toDelivery)
    },
  }
}
