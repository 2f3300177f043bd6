import { setImmediate as yieldTurn } from 'node:timers/promises'
import { LIMITS } from '#lib/core/limits'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import { toDelivery } from './rows'
import type { Store } from './store'
import type { StoredDelivery } from './stored-delivery'

const LISTED_MAX = 200
/** How many bodies are read at a time, a megabyte at most. Captures are stored in between. */
const BODIES_PER_STEP = 16

/** Reads deliveries. A list contains only small bodies, because two hundred bodies of a megabyte would block the process for seconds. */
export function deliveryReads(prisma: Prisma, query: Query): Pick<Store, 'listDeliveries' | 'findDelivery'> {
  async function bodies(ids: readonly string[]): Promise<Map<string, { size: number; body: Uint8Array | null }>> {
    const small = `CASE WHEN length("responseBody") <= ${LIMITS.listedResponseBodyBytesMax} THEN "responseBody" END`
    const where = `"id" IN (${ids.map(() => '?').join(', ')})`
    const rows = await query(
      `SELECT "id", length("responseBody") AS "size", ${small} AS "body" FROM "Delivery" WHERE ${where}`,
      ...ids,
    )
    return new Map(rows.map(({ id, size, body }) => [String(id), { size: Number(size), body: body as Uint8Array | null }]))
  }

  return {
    async listDeliveries(binKey, captureSeq) {
      const rows = await prisma.delivery.findMany({
        where: { binKey, captureSeq },
        orderBy: [{ startedAt: 'desc' }, { id: 'desc' }],
        take: LISTED_MAX,
        omit: { responseBody: true },
      })
      const deliveries: StoredDelivery[] = []
      for (let at = 0; at < rows.length; at += BODIES_PER_STEP) {
        if (at > 0) await yieldTurn()
        const step = rows.slice(at, at + BODIES_PER_STEP)
        const found = await bodies(step.map(({ id }) => id))
        for (const row of step) {
          const kept = found.get(row.id)
          if (kept) deliveries.push(listed(row, kept)) // else it was deleted meanwhile
        }
      }
      return deliveries
    },

    async findDelivery(binKey, id) {
      const row = await prisma.delivery.findFirst({ where: { binKey, id } })
      return row && toDelivery(row)
    },
  }
}

type Head = Omit<Parameters<typeof toDelivery>[0], 'responseBody'>

function listed(row: Head, { size, body }: { size: number; body: Uint8Array | null }): StoredDelivery {
  const responseBody = new Uint8Array(body ?? [])
  const delivery = toDelivery({ ...row, responseBody })
  return body === null ? { ...delivery, responseBody: { ...delivery.responseBody, omittedBytes: size } } : delivery
}
