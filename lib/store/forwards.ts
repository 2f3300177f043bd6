import { lockBin } from './bin-counts'
import { SUCCEEDED } from './forward-marks'
import type { ForwardPatch, ForwardStore, NewForward, StoredForward } from './forward-store'
import { binGone } from './prisma-bins'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import { type Locks, placeholders, type Script, statement, type Transactions } from './transaction'

export type ForwardRow = NonNullable<Awaited<ReturnType<Prisma['forward']['findFirst']>>>

export function forwards(prisma: Prisma, query: Query, { run, locks }: Transactions): ForwardStore {
  async function find(binKey: number, id: string): Promise<StoredForward | null> {
    const row = await prisma.forward.findFirst({ where: { binKey, id } })
    return row && toForward(row)
  }

  async function add<Refusal extends string>(
    forward: NewForward,
    script: () => Script<{ seq: number } | Refusal | 'gone'>,
  ): Promise<StoredForward | Refusal> {
    const outcome = await run(script)
    if (outcome === 'gone') throw binGone()
    if (typeof outcome === 'string') return outcome as Refusal
    return { ...forward, version: 1, seq: outcome.seq, openUntil: null, lastError: null }
  }

  return {
    addForward: (forward, forwardsMax) => add<'full'>(forward, () => addForward(forward, forwardsMax, locks)),

    addNamedForward: (forward, forwardsMax) => add<'full' | 'named'>(forward, () => addNamedForward(forward, forwardsMax, locks)),

    async listForwards(binKey) {
      const rows = await prisma.forward.findMany({ where: { binKey }, orderBy: [{ createdAt: 'asc' }, { id: 'asc' }] })
      return rows.map(toForward)
    },

    findForward: find,

    async updateForward(binKey, id, patch) {
      const again = patch.enabled === true || patch.url !== undefined ? { openUntil: null, lastError: null } : {}
      await prisma.forward.updateMany({
        where: { binKey, id },
        data: { ...toColumns(patch), ...again, version: { increment: 1 } },
      })
      return find(binKey, id)
    },

    deleteForward: (binKey, id) => run(() => deleteForward(binKey, id)),

    async countForward({ id, binKey, seq }) {
      const [held] = await query(
        `SELECT count(*) AS "all", coalesce(sum(CASE WHEN "dead" THEN 1 ELSE 0 END), 0) AS "dead", min(CASE WHEN "dead" THEN NULL ELSE "seq" END) AS "oldest",
           min(CASE WHEN "dead" THEN NULL ELSE "nextAt" END) AS "nextAt" FROM "ForwardAttempt" WHERE "forwardId" = ?`,
        id,
      )
      const [behind] = await query(
        `SELECT count(*) AS "count", min(c."seq") AS "oldest" FROM "Capture" c JOIN "Bin" b ON b."key" = c."binKey"
         WHERE c."binKey" = ? AND c."seq" > ? AND c."seq" > b."clearedThrough"`,
        binKey,
        seq,
      )
      const dead = Number(held!.dead)
      const oldest = [held!.oldest, behind!.oldest].filter((each) => each !== null).map(Number)
      const [first] =
        oldest.length === 0
          ? []
          : await query('SELECT "receivedAt" FROM "Capture" WHERE "binKey" = ? AND "seq" = ?', binKey, Math.min(...oldest))
      return {
        lag: Number(behind!.count),
        pending: Number(held!.all) - dead,
        dead,
        oldestAt: first ? Number(first.receivedAt) : null,
        nextAt: held!.nextAt === null ? null : Number(held!.nextAt),
      }
    },

    reviveAttempts: (forwardId, wanted) => run(() => reviveAttempts(forwardId, wanted)),
    skipCapture: (binKey, forwardId, seq, reason) => run(() => skipCapture(binKey, forwardId, seq, reason)),
  }
}

/** Locks the bin, so that no capture is committed between reading `lastSeq` and adding the row, and a deleted bin leaves no forward behind. */
function* addForward(forward: NewForward, forwardsMax: number, locks: Locks): Script<{ seq: number } | 'full' | 'gone'> {
  const bin = yield* lockBin(forward.binKey, locks)
  if (!bin) return 'gone'
  const [held] = yield statement('SELECT count(*) AS "count" FROM "Forward" WHERE "binKey" = ?', forward.binKey)
  if (Number(held!.count) >= forwardsMax) return 'full'
  const { id, binKey, createdAt, enabled, ...settings } = forward
  const row = { id, binKey, createdAt, seq: bin.lastSeq, ...toColumns(settings) }
  const columns = Object.keys(row).map((name) => `"${name}"`)
  const values = Object.values(row)
  yield statement(
    `INSERT INTO "Forward" (${columns.join(', ')}, "enabled") VALUES (${placeholders(values)}, ${enabled ? 'TRUE' : 'FALSE'})`,
    ...values,
  )
  return { seq: bin.lastSeq }
}

function* addNamedForward(
  forward: NewForward,
  forwardsMax: number,
  locks: Locks,
): Script<{ seq: number } | 'full' | 'named' | 'gone'> {
  if (!(yield* lockBin(forward.binKey, locks))) return 'gone'
  const same = yield statement('SELECT "id" FROM "Forward" WHERE "binKey" = ? AND "name" = ?', forward.binKey, forward.name)
  return same.length > 0 ? 'named' : yield* addForward(forward, forwardsMax, locks)
}

function* deleteForward(binKey: number, id: string): Script<boolean> {
  const deleted = yield statement('DELETE FROM "Forward" WHERE "binKey" = ? AND "id" = ? RETURNING "id"', binKey, id)
  if (deleted.length > 0) yield statement('DELETE FROM "ForwardAttempt" WHERE "forwardId" = ?', id)
  return deleted.length > 0
}

function* reviveAttempts(
  forwardId: string,
  { seqs, since, now }: { seqs: readonly number[] | null; since: number | null; now: number },
): Script<number> {
  yield* settingsChanged(forwardId)
  const chosen = seqs === null ? '' : ` AND "seq" IN (${placeholders(seqs)})`
  const revived = yield statement(
    `UPDATE "ForwardAttempt" SET "dead" = FALSE, "diedAt" = NULL, "attempt" = 0, "firstAt" = ?, "nextAt" = ?
     WHERE "forwardId" = ? AND "dead" AND "diedAt" >= ?${chosen} RETURNING "seq"`,
    now,
    now,
    forwardId,
    since ?? 0,
    ...(seqs ?? []),
  )
  return revived.length
}

/** Changes the forward's row first, which locks it, so that the process that works on it cannot move the cursor past the capture meanwhile. */
function* skipCapture(
  binKey: number,
  forwardId: string,
  seq: number,
  { now, why }: { now: number; why: string },
): Script<boolean> {
  yield* settingsChanged(forwardId)
  const [forward] = yield statement('SELECT "seq" FROM "Forward" WHERE "id" = ?', forwardId)
  if (!forward) return false
  const waiting = yield statement(
    `UPDATE "ForwardAttempt" SET "dead" = TRUE, "diedAt" = ?, "lastError" = ? WHERE "forwardId" = ? AND "seq" = ? AND NOT "dead" RETURNING "seq"`,
    now,
    why,
    forwardId,
    seq,
  )
  if (waiting.length > 0) return true
  if (seq <= Number(forward.seq)) return false
  const added = yield statement(
    `INSERT INTO "ForwardAttempt" ("forwardId", "seq", "binKey", "attempt", "firstAt", "nextAt", "lastError", "dead", "diedAt")
     SELECT ?, "seq", "binKey", 0, CAST(? AS BIGINT), CAST(? AS BIGINT), ?, TRUE, CAST(? AS BIGINT) FROM "Capture" WHERE "binKey" = ? AND "seq" = ?
       AND NOT EXISTS (SELECT 1 FROM "Delivery" d WHERE d."binKey" = ? AND d."captureSeq" = ? AND ${SUCCEEDED} AND d."forwardId" = ?)
     ON CONFLICT DO NOTHING RETURNING "seq"`,
    forwardId,
    now,
    now,
    why,
    now,
    binKey,
    seq,
    binKey,
    seq,
    forwardId,
  )
  return added.length > 0
}

/** Makes the process that works on the forward read it again. */
function* settingsChanged(forwardId: string): Script<void> {
  yield statement('UPDATE "Forward" SET "version" = "version" + 1 WHERE "id" = ?', forwardId)
}

function toColumns<S extends ForwardPatch>({ headerChanges, sign, retry, ...plain }: S) {
  return {
    ...plain,
    ...(headerChanges === undefined ? {} : { headerChanges: JSON.stringify(headerChanges) }),
    ...(sign === undefined ? {} : { sign: JSON.stringify(sign) }),
    ...(retry === undefined ? {} : { retry: JSON.stringify(retry) }),
  }
}

export function toForward({ createdAt, openUntil, leasedBy: _, leasedUntil: __, ...row }: ForwardRow): StoredForward {
  return {
    ...row,
    path: row.path as StoredForward['path'],
    order: row.order as StoredForward['order'],
    headerChanges: JSON.parse(row.headerChanges) as StoredForward['headerChanges'],
    sign: JSON.parse(row.sign) as StoredForward['sign'],
    retry: JSON.parse(row.retry) as StoredForward['retry'],
    createdAt: Number(createdAt),
    openUntil: openUntil === null ? null : Number(openUntil),
  }
}
