import { expect, test } from 'vitest'
import { type Access, refusalOf } from '#lib/services/access'
import { type Actor, ANONYMOUS } from '#lib/services/actor'
import type { StoredKey } from '#lib/store/key-store'
import type { StoredShare } from '#lib/store/share-store'

const key = (fields: Partial<StoredKey>): Actor => ({
  kind: 'key',
  via: 'bearer',
  key: {
    id: 'key_1',
    hash: 'h',
    ownerId: 'own_1',
    label: null,
    scope: 'full',
    binKeys: null,
    createdAt: 0,
    lastUsedAt: null,
    expiresAt: null,
    ...fields,
  },
})
const share: StoredShare = {
  id: 'sh_1',
  binKey: 7,
  captureSeq: null,
  tokenHash: 'h',
  show: 'redacted',
  createdAt: 0,
  expiresAt: 1,
  lastUsedAt: null,
}

const ACTORS = {
  full: key({}),
  read: key({ scope: 'read' }),
  limited: key({ scope: 'read', binKeys: [7] }),
  'limited elsewhere': key({ scope: 'read', binKeys: [8] }),
  'of no bin that is left': key({ scope: 'read', binKeys: [] }),
  stranger: key({ ownerId: 'own_2' }),
  share: { kind: 'share', share },
  'share of another bin': { kind: 'share', share: { ...share, binKey: 8 } },
  job: { kind: 'job', ownerId: 'own_1' },
  'job of another owner': { kind: 'job', ownerId: 'own_2' },
  admin: { kind: 'admin' },
  anonymous: ANONYMOUS,
} satisfies Record<string, Actor>

/** The actors that each access admits for bin 7 of owner own_1. */
const ALLOWED: Record<Access, (keyof typeof ACTORS)[]> = {
  anyone: ['full', 'read', 'limited', 'job'],
  creator: ['full', 'job'],
  reader: ['full', 'read', 'limited', 'share', 'job'],
  keyReader: ['full', 'read', 'limited', 'job'],
  owner: ['full', 'job'],
  keymaker: ['full', 'job'],
}

test.each(Object.keys(ALLOWED) as Access[])('%s: admits exactly the named actors', (access) => {
  const bin = { key: 7, ownerId: 'own_1' }
  const allowed = Object.entries(ACTORS).filter(([, actor]) => refusalOf(access, actor, bin) === null)
  expect(allowed.map(([name]) => name)).toEqual(ALLOWED[access])
})

test('answers 401 without credentials and 403 with insufficient ones', () => {
  const bin = { key: 7, ownerId: 'own_1' }
  const codes = Object.fromEntries(
    Object.entries(ACTORS).map(([name, actor]) => [name, refusalOf('owner', actor, bin)?.code ?? null]),
  )
  expect(codes).toEqual({
    full: null,
    read: 'forbidden',
    limited: 'forbidden',
    'limited elsewhere': 'forbidden',
    'of no bin that is left': 'forbidden',
    stranger: 'forbidden',
    share: 'forbidden',
    'share of another bin': 'forbidden',
    job: null,
    'job of another owner': 'forbidden',
    admin: 'unauthenticated',
    anonymous: 'unauthenticated',
  })
})
