import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { StoredForward } from '#lib/store/forward-store'
import { forwardWork } from '#lib/store/forward-work'
import type { Prisma } from '#lib/store/prisma-client'
import type { Query } from '#lib/store/query'
import type { Row } from '#lib/store/transaction'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture, aDelivery } from './fixtures'
import { statementPlans } from './statement-plans'

const CAPTURES = 4_000
const NO_PRISMA = {} as Prisma
const NO_ROWS: Query = async () => []

/** A forward settles many times a second while captures arrive: no statement may scan all deliveries or captures of a bin. */
describe.each(databases)('%s', (name, open) => {
  let database: OwnDatabase
  let plans: ReturnType<typeof statementPlans>
  let binKey: number
  const id = 'fwd_plans'
  beforeAll(async () => {
    database = await open()
    const { store } = database
    binKey = (await store.createBin(aBin())).key
    for (let i = 0; i < CAPTURES; i += 200) await store.addCaptures(Array.from({ length: 200 }, () => aCapture(binKey)))
    await database.sql(
      `INSERT INTO "Delivery" ("id", "binKey", "captureSeq", "startedAt", "url", "method", "requestHeaders", "requestBodySize", "responseHeaders",
         "responseBody", "responseTruncated", "error", "timings") SELECT 'dl_' || "seq", "binKey", "seq", "receivedAt" + "seq", 'http://a/', 'POST', '[]', 0, '[]', '', ${name === 'SQLite' ? '0' : 'FALSE'}, 'null', '{}' FROM "Capture"`,
    )
    await database.sql(
      `INSERT INTO "ForwardAttempt" ("forwardId", "seq", "binKey", "attempt", "firstAt", "nextAt", "lastError", "dead")
       SELECT '${id}', "seq", "binKey", 1, 0, "seq", 'no', "seq" % 10 > 0 FROM "Capture"`,
    )
    await database.sql('ANALYZE')
    plans = statementPlans(name, database)
  })
  afterAll(() => database?.close())

  test('settling finds captures, deliveries and attempts by key', async () => {
    const deliveries = [1, 2].map((seq) => ({ ...aDelivery(seq), via: 'forward' as const, forwardId: id, attempt: 1 }))
    const failed = [{ seq: 2, attempt: 1, firstAt: 0, nextAt: 0, lastError: 'no', dead: false }]
    const settlement = { id, binKey, by: 'me', now: 1, seq: 2, deliveries, failed, finished: [1] }
    const rows = (sql: string): Row[] => {
      if (sql.startsWith('SELECT "seq" FROM "Capture"')) return [{ seq: 1 }, { seq: 2 }]
      if (sql.includes('HAVING')) return [{ captureSeq: 1 }]
      if (sql.startsWith('INSERT INTO "Delivery"')) return [{ captureSeq: 1, bytes: 100 }]
      if (sql.includes('FROM "Delivery"')) return [{ id: 'dl_1', captureSeq: 1, bytes: 100 }]
      if (sql.includes('FROM "Recount"')) return []
      if (sql.startsWith('UPDATE "Forward"')) return [{ version: 1 }]
      return [{ clearedThrough: 0, lastSeq: 2, captureCount: 2, byteCount: 1, deliveryBytes: 1, pinnedCount: 0, pinnedBytes: 0 }]
    }
    const limits = { perCapture: 50, bytesPerBin: 1 }
    const found = await plans.plansOf((tx) => forwardWork(NO_PRISMA, NO_ROWS, tx).settleForward(settlement, limits), rows)
    expect(found.length).toBeGreaterThan(8)
    for (const plan of found)
      expect(plan).not.toMatch(/\bSCAN (?!v\b|\d+-ROW VALUES)|Seq Scan on "?(?:Capture|Delivery|ForwardAttempt)/)
    const ofCaptures = found.filter((plan) => /Delivery/.test(plan)).slice(0, 3)
    expect(ofCaptures.join('\n')).toContain('captureSeq_startedAt_idx')
    if (name === 'SQLite') expect(found.join('\n')).not.toContain('TEMP B-TREE FOR ORDER BY')
  })

  test('finds what is settled past the cursor by key, without the other deliveries of the bin', async () => {
    const found: string[] = []
    const query: Query = async (sql, ...args) => {
      found.push(await plans.explain({ sql, args }))
      return []
    }
    const nothing = { locks: {} as never, run: () => Promise.reject(new Error('reads only')) }
    await forwardWork(NO_PRISMA, query, nothing).settledSeqs({ id, binKey }, { after: CAPTURES - 100, through: CAPTURES })
    expect(found.join('\n')).not.toMatch(/\bSCAN |Seq Scan/)
    expect(found.join('\n')).toContain('captureSeq_startedAt_idx')
    expect(found.join('\n')).toMatch(/ForwardAttempt/)
  })

  test('finds the next due capture by an index, however many are dead', async () => {
    const found: string[] = []
    const query: Query = async (sql, ...args) => {
      found.push(await plans.explain({ sql, args }))
      return []
    }
    const nothing = { locks: {} as never, run: () => Promise.reject(new Error('reads only')) }
    const forward: Pick<StoredForward, 'id'> = { id }
    await forwardWork(NO_PRISMA, query, nothing).waitingAttempts(forward.id, 'due', 20)
    expect(found.join('\n')).toMatch(/ForwardAttempt_forwardId_dead_nextAt_idx/)
  })
})
