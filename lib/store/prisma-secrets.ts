import { lockBin } from './bin-counts'
import { binGone } from './prisma-bins'
import type { Prisma } from './prisma-client'
import type { SecretPatch, SecretStore, StoredSecret } from './secret-store'
import { type Locks, placeholders, type Script, statement, type Transactions } from './transaction'
import { queueAllForJudging } from './verdict-backlog'

type SecretRow = NonNullable<Awaited<ReturnType<Prisma['binSecret']['findUnique']>>>

const PAGE = 100
const PATCHED = ['label', 'url', 'toleranceSeconds'] as const satisfies (keyof SecretPatch)[]
/** One statement takes at most this many. */
const OWNED_BINS_MAX = 1000

export function prismaSecrets(prisma: Prisma, transactions: Transactions): SecretStore {
  return {
    async addSecret(secret, secretsMax) {
      const outcome = await transactions.run(() => addSecret(secret, secretsMax, transactions.locks))
      if (outcome === 'gone') throw binGone()
      return outcome
    },

    async listSecrets(binKey) {
      const rows = await prisma.binSecret.findMany({ where: { binKey }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
      return rows.map(toSecret)
    },

    async secretsOfOwner(ownerId, limit) {
      const bins = await prisma.bin.findMany({
        where: { ownerId },
        select: { key: true, id: true, name: true },
        orderBy: { key: 'desc' },
        take: OWNED_BINS_MAX,
      })
      const byKey = new Map(bins.map((bin) => [bin.key, bin]))
      const rows = await prisma.binSecret.findMany({
        where: { binKey: { in: [...byKey.keys()] } },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        take: limit,
      })
      return rows.map((row) => ({ secret: toSecret(row), bin: byKey.get(row.binKey)! }))
    },

    async updateSecret(binKey, id, patch) {
      await transactions.run(() => updateSecret(binKey, id, patch, transactions.locks))
      const row = await prisma.binSecret.findFirst({ where: { binKey, id } })
      return row && toSecret(row)
    },

    async recordMatches(times, now) {
      await transactions.run(() => recordMatches(times, now))
    },

    async deleteSecret(binKey, id) {
      return transactions.run(() => deleteSecret(binKey, id, transactions.locks))
    },

    secretsAfter: (id) =>
      prisma.binSecret.findMany({
        where: { id: { gt: id } },
        select: { id: true, binKey: true, sealed: true },
        orderBy: { id: 'asc' },
        take: PAGE,
      }),

    async replaceSealed(id, before, after) {
      const [from, to] = [Uint8Array.from(before), Uint8Array.from(after)]
      const { count } = await prisma.binSecret.updateMany({ where: { id, sealed: from }, data: { sealed: to } })
      return count > 0
    },
  }
}

/** Locks the bin, because a secret that is added while its bin is deleted must not stay behind. */
function* addSecret(secret: StoredSecret, secretsMax: number, locks: Locks): Script<'added' | 'full' | 'gone'> {
  if (!(yield* lockBin(secret.binKey, locks))) return 'gone'
  const [held] = yield statement('SELECT count(*) AS "count" FROM "BinSecret" WHERE "binKey" = ?', secret.binKey)
  if (Number(held!.count) >= secretsMax) return 'full'
  const columns = Object.keys(secret).map((name) => `"${name}"`)
  const values = Object.values(secret)
  yield statement(`INSERT INTO "BinSecret" (${columns.join(', ')}) VALUES (${placeholders(values)})`, ...values)
  yield* queueAllForJudging(secret.binKey)
  return 'added'
}

/** Captures are judged again unless only the label changes, which does not affect verdicts. */
function* updateSecret(binKey: number, id: string, patch: SecretPatch, locks: Locks): Script<void> {
  const given = PATCHED.filter((name) => patch[name] !== undefined)
  if (given.length === 0 || !(yield* lockBin(binKey, locks))) return
  const changed = yield statement(
    `UPDATE "BinSecret" SET ${given.map((name) => `"${name}" = ?`).join(', ')} WHERE "binKey" = ? AND "id" = ? RETURNING "id"`,
    ...given.map((name) => patch[name] ?? null),
    binKey,
    id,
  )
  if (changed.length > 0 && given.some((name) => name !== 'label')) yield* queueAllForJudging(binKey)
}

/** Updates in id order, so that two processes that store matches of the same secrets cannot deadlock. */
function* recordMatches(times: ReadonlyMap<string, number>, now: number): Script<void> {
  for (const [id, at] of [...times].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield statement(
      'UPDATE "BinSecret" SET "lastMatchedAt" = ? WHERE "id" = ? AND ("lastMatchedAt" IS NULL OR "lastMatchedAt" < ? OR "lastMatchedAt" > ?)',
      at,
      id,
      at,
      now,
    )
  }
}

function* deleteSecret(binKey: number, id: string, locks: Locks): Script<boolean> {
  if (!(yield* lockBin(binKey, locks))) return false
  const deleted = yield statement('DELETE FROM "BinSecret" WHERE "binKey" = ? AND "id" = ? RETURNING "id"', binKey, id)
  if (deleted.length > 0) yield* queueAllForJudging(binKey)
  return deleted.length > 0
}

function toSecret({ createdAt, lastMatchedAt, ...rest }: SecretRow): StoredSecret {
  return { ...rest, createdAt: Number(createdAt), lastMatchedAt: lastMatchedAt === null ? null : Number(lastMatchedAt) }
}
