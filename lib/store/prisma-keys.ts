import type { KeyStore, StoredKey, StoredOwner } from './key-store'
import type { Prisma } from './prisma-client'
import type { Query } from './query'
import type { ReadRow } from './rows'
import { type Locks, placeholders, type Script, type Statement, statement, type Transactions } from './transaction'

type KeyRow = NonNullable<Awaited<ReturnType<Prisma['accessKey']['findUnique']>>>

export function prismaKeys(prisma: Prisma, query: Query, transactions: Transactions): KeyStore {
  const { locks } = transactions
  return {
    addOwner: (owner, key) => transactions.run(() => addOwner(owner, key)),

    async findOwner(id) {
      const row = await prisma.owner.findUnique({ where: { id } })
      return row && { id: row.id, createdAt: Number(row.createdAt) }
    },

    async findKey(hash) {
      // Each call reads a key, and Prisma's client takes 20 times as long as the driver.
      const [row] = await query('SELECT * FROM "AccessKey" WHERE "hash" = ?', hash)
      return row ? toKey(row as ReadRow<KeyRow>) : null
    },

    async listKeys(ownerId) {
      const rows = await prisma.accessKey.findMany({ where: { ownerId }, orderBy: [{ createdAt: 'desc' }, { id: 'desc' }] })
      return rows.map(toKey)
    },

    addKey: (key, by, keysMax) => transactions.run(() => addKey(key, by, keysMax, locks)),

    deleteKey: (ownerId, id, now) => transactions.run(() => deleteKey(ownerId, id, now, locks)),

    replaceKey: (id, fresh) => transactions.run(() => replaceKey(id, fresh, locks)),

    async existingKeys(ids) {
      const rows = await prisma.accessKey.findMany({ where: { id: { in: [...ids] } }, select: { id: true } })
      return new Set(rows.map(({ id }) => id))
    },

    touchKeys: (uses) => transactions.run(() => touchKeys(uses)),
  }
}

function* addOwner({ id, createdAt }: StoredOwner, key: StoredKey): Script<boolean> {
  const added = yield insertKey(key, ' ON CONFLICT ("hash") DO NOTHING RETURNING "id"')
  if (added.length === 0) return false
  yield statement('INSERT INTO "Owner" ("id", "createdAt") VALUES (?, ?)', id, createdAt)
  return true
}

// Every change to the keys of an owner locks the owner's row first, so that what it decides from the other keys still holds at its commit.

function* addKey(key: StoredKey, by: string, keysMax: number, locks: Locks): Script<'added' | 'full' | 'revoked'> {
  yield* lockOwner(key.ownerId, locks)
  const keys = yield statement('SELECT "id", "expiresAt" FROM "AccessKey" WHERE "ownerId" = ?', key.ownerId)
  if (!keys.some(({ id }) => id === by)) return 'revoked'
  if (keys.length >= keysMax) {
    const expired = keys.filter(({ expiresAt }) => expiresAt !== null && Number(expiresAt) <= key.createdAt)
    if (keys.length - expired.length >= keysMax) return 'full'
    const ids = expired.map(({ id }) => id!)
    yield statement(`DELETE FROM "AccessKey" WHERE "id" IN (${placeholders(ids)})`, ...ids)
  }
  yield insertKey(key)
  return 'added'
}

function* deleteKey(ownerId: string, id: string, now: number, locks: Locks): Script<'deleted' | 'last' | 'gone'> {
  yield* lockOwner(ownerId, locks)
  const keys = yield statement('SELECT "id", "scope", "expiresAt" FROM "AccessKey" WHERE "ownerId" = ?', ownerId)
  if (!keys.some((key) => key.id === id)) return 'gone'
  const valid = keys.filter(({ scope, expiresAt }) => scope === 'full' && (expiresAt === null || Number(expiresAt) > now))
  if (valid.length === 1 && valid[0]!.id === id) return 'last'
  yield statement('DELETE FROM "AccessKey" WHERE "id" = ?', id)
  return 'deleted'
}

function* replaceKey(id: string, fresh: StoredKey, locks: Locks): Script<boolean> {
  yield* lockOwner(fresh.ownerId, locks)
  const replaced = yield statement('DELETE FROM "AccessKey" WHERE "id" = ? AND "ownerId" = ? RETURNING "id"', id, fresh.ownerId)
  if (replaced.length === 0) return false
  yield insertKey(fresh)
  return true
}

/** Updates in id order, so that two processes that store uses of the same keys cannot deadlock. */
function* touchKeys(uses: ReadonlyMap<string, number>): Script<void> {
  for (const [id, usedAt] of [...uses].sort(([a], [b]) => (a < b ? -1 : 1))) {
    yield statement('UPDATE "AccessKey" SET "lastUsedAt" = ? WHERE "id" = ?', usedAt, id)
  }
}

function* lockOwner(ownerId: string, { forUpdate }: Locks): Script<void> {
  yield statement(`SELECT "id" FROM "Owner" WHERE "id" = ?${forUpdate}`, ownerId)
}

function insertKey({ binKeys, ...key }: StoredKey, onConflict = ''): Statement {
  const row = { ...key, binKeys: binKeys && JSON.stringify(binKeys) }
  const columns = Object.keys(row).map((name) => `"${name}"`)
  const values = Object.values(row)
  return statement(`INSERT INTO "AccessKey" (${columns.join(', ')}) VALUES (${placeholders(values)})${onConflict}`, ...values)
}

function toKey({ scope, binKeys, createdAt, lastUsedAt, expiresAt, ...rest }: KeyRow | ReadRow<KeyRow>): StoredKey {
  return {
    ...rest,
    scope: scope === 'full' ? 'full' : 'read', // an unknown scope gets the lesser rights
    binKeys: binKeys === null ? null : (JSON.parse(binKeys) as number[]),
    createdAt: Number(createdAt),
    lastUsedAt: lastUsedAt === null ? null : Number(lastUsedAt),
    expiresAt: expiresAt === null ? null : Number(expiresAt),
  }
}
