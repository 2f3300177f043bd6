import { changeCounts, lockBin } from './bin-counts'
import { SUCCEEDED } from './forward-marks'
import type { FailedAttempt, ForwardWork, Settled, Settlement } from './forward-store'
import { toForward } from './forwards'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import { existingSeqs, storeDeliveries } from './store-deliveries'
import type { DeliveryLimits } from './stored-delivery'
import { type Locks, placeholders, type Script, statement, type Transactions } from './transaction'

const RELEASED = { leasedBy: null, leasedUntil: null }

/** Leases and outcomes. The statements that write check their conditions themselves, so that two processes never lease the same forward. */
export function forwardWork(prisma: Prisma, query: Query, { run, locks }: Transactions): ForwardWork {
  return {
    async claimForwards(wanted) {
      const ids = await run(() => claim(wanted, locks))
      if (ids.length === 0) return []
      const rows = await prisma.forward.findMany({ where: { id: { in: ids } } })
      const bins = await prisma.bin.findMany({
        where: { key: { in: rows.map(({ binKey }) => binKey) } },
        select: { key: true, id: true },
      })
      const idOf = new Map(bins.map(({ key, id }) => [key, id]))
      return rows.flatMap((row) => {
        const binId = idOf.get(row.binKey)
        return binId === undefined ? [] : [{ forward: toForward(row), binId }]
      })
    },

    renewForwards: (renewal) => run(() => renew(renewal, locks)),

    async releaseForward(by, id) {
      await prisma.forward.updateMany({ where: { leasedBy: by, id }, data: RELEASED })
    },

    async leaveForwards(by) {
      await prisma.forward.updateMany({ where: { leasedBy: by }, data: RELEASED })
      await prisma.forwardWorker.deleteMany({ where: { id: by } })
    },

    async waitingAttempts(forwardId, order, limit) {
      const by = order === 'due' ? '"nextAt", "seq"' : '"seq"'
      const rows = await query(
        `SELECT "seq", "attempt", "firstAt", "nextAt" FROM "ForwardAttempt" WHERE "forwardId" = ? AND "dead" = FALSE ORDER BY ${by} LIMIT ?`,
        forwardId,
        limit,
      )
      return rows.map(({ seq, attempt, firstAt, nextAt }) => ({
        seq: Number(seq),
        attempt: Number(attempt),
        firstAt: Number(firstAt),
        nextAt: Number(nextAt),
      }))
    },

    async settledSeqs({ id, binKey }, { after, through }) {
      // One statement: between two, a delivery could be stored and its attempt deleted, and neither would be seen.
      const rows = await query(
        `SELECT "seq" FROM "ForwardAttempt" WHERE "forwardId" = ? AND "seq" > ? AND "seq" <= ?
         UNION ALL SELECT d."captureSeq" FROM "Delivery" d WHERE d."binKey" = ? AND d."captureSeq" > ? AND d."captureSeq" <= ? AND ${SUCCEEDED} AND d."forwardId" = ?`,
        id,
        after,
        through,
        binKey,
        after,
        through,
        id,
      )
      return new Set(rows.map(({ seq }) => Number(seq)))
    },

    settleForward: (settlement, limits) => run(() => settle(settlement, limits, locks)),
  }
}

type Renewal = Parameters<ForwardWork['renewForwards']>[0]
type Renewed = Awaited<ReturnType<ForwardWork['renewForwards']>>

function* renew(renewal: Renewal, locks: Locks): Script<Renewed> {
  const { by, until, alone } = renewal
  const share = alone ? Number.POSITIVE_INFINITY : yield* fairShare(renewal, locks)
  const rows = yield statement(
    `UPDATE "Forward" SET "leasedUntil" = ? WHERE "leasedBy" = ?
     RETURNING "id", "version", (SELECT "lastSeq" FROM "Bin" WHERE "key" = "Forward"."binKey") AS "lastSeq"`,
    until,
    by,
  )
  const held = rows.map(
    ({ id, version, lastSeq }) => [String(id), { version: Number(version), lastSeq: Number(lastSeq) }] as const,
  )
  return { held: new Map(held), share }
}

/** Reports this process as alive, and divides the enabled forwards by the live processes. */
function* fairShare({ by, until, now }: Renewal, { forUpdateSkipLocked }: Locks): Script<number> {
  yield statement(
    'INSERT INTO "ForwardWorker" ("id", "until") VALUES (?, ?) ON CONFLICT ("id") DO UPDATE SET "until" = excluded."until"',
    by,
    until,
  )
  yield statement(
    `DELETE FROM "ForwardWorker" WHERE "id" IN (SELECT "id" FROM "ForwardWorker" WHERE "until" <= ?${forUpdateSkipLocked})`,
    now,
  )
  const [counts] = yield statement(
    'SELECT (SELECT count(*) FROM "ForwardWorker" WHERE "until" > ?) AS "workers", (SELECT count(*) FROM "Forward" WHERE "enabled") AS "forwards"',
    now,
  )
  return Math.ceil(Number(counts!.forwards) / Math.max(1, Number(counts!.workers)))
}

type Claim = Parameters<ForwardWork['claimForwards']>[0]

function* claim({ by, until, lapsedBy, limit, steal }: Claim, { forUpdateSkipLocked }: Locks): Script<string[]> {
  const free = steal ? '("leasedBy" IS NULL OR "leasedBy" <> ?)' : '("leasedUntil" IS NULL OR "leasedUntil" <= ?)'
  const found = yield statement(
    `SELECT "id" FROM "Forward" WHERE "enabled" AND ${free} LIMIT ?${forUpdateSkipLocked}`,
    steal ? by : lapsedBy,
    limit,
  )
  if (found.length === 0) return []
  const ids = found.map(({ id }) => String(id))
  yield statement(
    `UPDATE "Forward" SET "leasedBy" = ?, "leasedUntil" = ? WHERE "id" IN (${placeholders(ids)})`,
    by,
    until,
    ...ids,
  )
  return ids
}

/** Locks the bin before the forward, as all other code does. */
function* settle(settlement: Settlement, limits: DeliveryLimits, locks: Locks): Script<Settled> {
  const { id, binKey, deliveries, failed, finished } = settlement
  const bin = yield* lockBin(binKey, locks)
  if (!bin) return 'gone'
  const seqs = new Set([...deliveries.map(({ captureSeq }) => captureSeq), ...failed.map(({ seq }) => seq)])
  const there = yield* existingSeqs(bin, [...seqs])
  const kept = deliveries.filter(({ captureSeq }) => there.has(captureSeq))
  yield* changeCounts(bin, yield* storeDeliveries(bin, kept, limits))
  const settled = yield* moveOn(settlement)
  // Even without the lease, so that the process that has it now does not send again what was delivered.
  if (finished.length > 0)
    yield statement(
      `DELETE FROM "ForwardAttempt" WHERE "forwardId" = ? AND "seq" IN (${placeholders(finished)})`,
      id,
      ...finished,
    )
  if (settled === 'gone') return 'gone'
  const wait = failed.filter(({ seq }) => there.has(seq))
  yield* storeFailed(settlement, wait)
  return settled
}

function* moveOn({ id, by, seq, openUntil, lastError, pause }: Settlement): Script<Settled> {
  const sets = [
    '"seq" = CASE WHEN "seq" < ? THEN ? ELSE "seq" END',
    ...(openUntil === undefined ? [] : ['"openUntil" = ?']),
    ...(lastError === undefined ? [] : ['"lastError" = ?']),
    ...(pause ? ['"enabled" = FALSE', '"version" = "version" + 1', '"leasedBy" = NULL', '"leasedUntil" = NULL'] : []),
  ]
  const args = [seq, seq, ...(openUntil === undefined ? [] : [openUntil]), ...(lastError === undefined ? [] : [lastError])]
  const [moved] = yield statement(
    `UPDATE "Forward" SET ${sets.join(', ')} WHERE "id" = ? AND "leasedBy" = ? RETURNING "version"`,
    ...args,
    id,
    by,
  )
  return moved ? { version: Number(moved.version) } : 'gone'
}

/** Stores failed attempts. A capture that was skipped meanwhile stays dead. */
function* storeFailed({ id, binKey, now }: Settlement, failed: readonly FailedAttempt[]): Script<void> {
  if (failed.length === 0) return
  const rows = failed.map(({ dead }) => `(?, ?, ?, ?, ?, ?, ?, ${dead ? 'TRUE' : 'FALSE'}, ?)`)
  yield statement(
    `INSERT INTO "ForwardAttempt" ("forwardId", "seq", "binKey", "attempt", "firstAt", "nextAt", "lastError", "dead", "diedAt") VALUES ${rows.join(', ')}
     ON CONFLICT ("forwardId", "seq") DO UPDATE SET "attempt" = excluded."attempt", "firstAt" = excluded."firstAt", "nextAt" = excluded."nextAt",
       "lastError" = excluded."lastError", "dead" = excluded."dead", "diedAt" = excluded."diedAt" WHERE NOT "ForwardAttempt"."dead"`,
    ...failed.flatMap(({ seq, attempt, firstAt, nextAt, lastError, dead }) => [
      id,
      seq,
      binKey,
      attempt,
      firstAt,
      nextAt,
      lastError,
      dead ? now : null,
    ]),
  )
}
