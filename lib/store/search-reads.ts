import type { Prefilter } from '#lib/core/filter/prefilter'
import type { Prisma } from './prisma-client'
import { SUMMARY_COLUMNS, toCapture, toSignedCrc32, toSummary } from './rows'
import type { CaptureScan, Store } from './store'

/** Reads of the search: each looks at a bounded number of rows. */
export function prismaSearch(prisma: Prisma): Pick<Store, 'scanCaptures' | 'findCaptures' | 'resentSeqs'> {
  /** Above `from`, up to `to`; empty where there is no such bin. */
  async function scanRange(binKey: number, { before, after, prefilter }: CaptureScan) {
    const bin = await prisma.bin.findUnique({ where: { key: binKey }, select: { clearedThrough: true, lastSeq: true } })
    if (!bin) return { from: 0, to: 0 }
    return {
      from: Math.max(after ?? 0, bin.clearedThrough, (prefilter.seqMin ?? 0) - 1),
      to: Math.min((before ?? Number.MAX_SAFE_INTEGER) - 1, bin.lastSeq, prefilter.seqMax ?? bin.lastSeq),
    }
  }

  return {
    async scanCaptures(binKey, scan) {
      const range = await scanRange(binKey, scan)
      const forward = scan.after !== undefined
      const order = forward ? 'asc' : 'desc'
      // Where retention has taken away much, the next row may be far.
      const next = await prisma.capture.findFirst({
        where: { binKey, seq: { gt: range.from, lte: range.to } },
        orderBy: { seq: order },
        select: { seq: true },
      })
      if (!next) return { captures: [], through: null }
      const from = forward ? next.seq - 1 : Math.max(range.from, next.seq - scan.seqs)
      const to = forward ? Math.min(range.to, from + scan.seqs) : next.seq
      const rows = await prisma.capture.findMany({
        where: { binKey, seq: { gt: from, lte: to }, ...columnsOf(scan.prefilter) },
        orderBy: { seq: order },
        select: SUMMARY_COLUMNS,
      })
      const ended = forward ? to >= range.to : from <= range.from
      return { captures: rows.map(toSummary), through: ended ? null : forward ? to : from + 1 }
    },

    async findCaptures(binKey, seqs) {
      const rows = await prisma.capture.findMany({ where: { binKey, seq: { in: [...seqs] } } })
      return rows.map(toCapture)
    },

    async resentSeqs(binKey, seqs) {
      const where = { binKey, captureSeq: { in: [...seqs] } }
      const rows = await prisma.delivery.findMany({ where, distinct: ['captureSeq'], select: { captureSeq: true } })
      return new Set(rows.map(({ captureSeq }) => captureSeq))
    },
  }
}

function columnsOf({ methods, pinned, truncated, bodyCrc32, headersHold, ...edges }: Prefilter) {
  return {
    ...(methods === null ? {} : { method: { in: [...methods] } }),
    ...(pinned === null ? {} : { pinned }),
    ...(truncated === null ? {} : { truncated }),
    ...(bodyCrc32 === null ? {} : { bodyCrc32: toSignedCrc32(Number.parseInt(bodyCrc32, 16)) }),
    ...(headersHold === null ? {} : { rawHeaders: { contains: headersHold } }),
    bodySize: between(edges.sizeMin, edges.sizeMax),
    receivedAt: between(edges.receivedMin, edges.receivedMax),
  }
}

/** undefined: any. */
function between(min: number | null, max: number | null): { gte?: bigint; lte?: bigint } | undefined {
  if (min === null && max === null) return undefined
  return { ...(min === null ? {} : { gte: BigInt(min) }), ...(max === null ? {} : { lte: BigInt(max) }) }
}
