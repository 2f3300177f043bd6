import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newId } from '#lib/core/ids'
import { resealSecrets } from '#lib/services/secrets/reseal-secrets'
import { openMaterial, sealMaterial } from '#lib/services/secrets/secret-material'
import type { StoredSecret } from '#lib/store/secret-store'
import type { Store } from '#lib/store/store'
import { createVault } from '#lib/vault/create-vault'
import { databases, type OwnDatabase } from './databases'
import { aBin } from './fixtures'

function aSecret(binKey: number, secret: Partial<StoredSecret> = {}): StoredSecret {
  const rest = { label: null, hint: null, url: null, toleranceSeconds: null, createdAt: 1_800_000_000_000, lastMatchedAt: null }
  return { id: newId('sec'), binKey, scheme: 'stripe', sealed: Uint8Array.of(0, 255, 10), ...rest, ...secret }
}

describe.each(databases)('secrets of bins, on %s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  let other: Store
  beforeAll(async () => {
    database = await open()
    store = database.store
    other = await database.openAnother()
  })
  afterAll(() => database.close())

  test('are listed unchanged, newest first, only for their own bin', async () => {
    const [bin, neighbour] = [await store.createBin(aBin()), await store.createBin(aBin())]
    const old = aSecret(bin.key, {
      label: 'grün',
      hint: 'abcd',
      url: 'https://x.example/',
      toleranceSeconds: 60,
      lastMatchedAt: 5,
    })
    const young = aSecret(bin.key, { createdAt: old.createdAt + 1 })
    for (const secret of [old, young, aSecret(neighbour.key)]) expect(await store.addSecret(secret, 50)).toBe('added')
    expect(await store.listSecrets(bin.key)).toEqual([young, old])
    expect(await store.updateSecret(neighbour.key, old.id, { label: 'x' })).toBeNull()
    expect(await store.updateSecret(bin.key, old.id, { label: null, toleranceSeconds: 7 })).toEqual({
      ...old,
      label: null,
      toleranceSeconds: 7,
    })
    expect(await store.deleteSecret(neighbour.key, old.id)).toBe(false)
    expect([await store.deleteSecret(bin.key, old.id), await store.deleteSecret(bin.key, old.id)]).toEqual([true, false])
  })

  test('are limited per bin, even if added at once, and cannot be added to a deleted bin', async () => {
    const { key } = await store.createBin(aBin())
    const added = await Promise.all([store, other, store, other].map((each) => each.addSecret(aSecret(key), 2)))
    expect(added.sort()).toEqual(['added', 'added', 'full', 'full'])
    await store.deleteBin(key)
    expect(await store.listSecrets(key)).toEqual([])
    await expect(store.addSecret(aSecret(key), 2)).rejects.toMatchObject({ code: 'bin_not_found' })
  })

  test('keep the latest match, whichever process writes last, and drop one in the future after the clock was set back', async () => {
    const { key } = await store.createBin(aBin())
    const [one, two] = [aSecret(key, { createdAt: 2 }), aSecret(key, { createdAt: 1, lastMatchedAt: 9_000 })]
    for (const secret of [one, two]) await store.addSecret(secret, 50)
    const matchedAt = async () => (await store.listSecrets(key)).map(({ lastMatchedAt }) => lastMatchedAt)
    const times = (a: number, b: number) =>
      new Map([
        [two.id, b],
        [one.id, a],
        ['sec_gone', 1],
      ])
    await Promise.all([store.recordMatches(times(50, 8_000), 10_000), other.recordMatches(times(40, 8_500), 10_000)])
    expect(await matchedAt()).toEqual([50, 9_000])
    await store.recordMatches(times(60, 8_500), 8_600)
    expect(await matchedAt()).toEqual([60, 8_500])
  })

  test('are sealed again with the first key by two processes at once, and a secret that cannot be opened stays', async () => {
    const { key: binKey } = await store.createBin(aBin())
    const [oldKey, newKey, lostKey] = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte)) as [
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ]
    const lines: unknown[] = []
    const log = { info: (line: unknown) => void lines.push(line), warn: (line: unknown) => void lines.push(line) }
    const vaultOf = (...keys: Uint8Array[]) => createVault({ keys, keyFile: null }, log)
    const add = async (key: Uint8Array, secret: string) => {
      const place = { id: newId('sec'), binKey }
      const sealed = await sealMaterial({ vault: vaultOf(key) }, place, { secret, publicKey: null })
      await store.addSecret(aSecret(binKey, { ...place, sealed }), 1_000)
    }
    for (let i = 0; i < 130; i += 1) await add(oldKey, `secret ${i}`)
    await add(lostKey, 'lost')
    await add(newKey, 'new')
    const reseal = (at: Store) => resealSecrets({ store: at, vault: vaultOf(newKey, oldKey), log, next: async () => true })
    await Promise.all([reseal(store), reseal(other)])
    const alone = { vault: vaultOf(newKey) }
    const opened = await Promise.all(
      (await store.listSecrets(binKey)).map((secret) =>
        openMaterial(alone, secret).then(
          ({ secret }) => secret,
          () => null,
        ),
      ),
    )
    expect(opened.sort()).toEqual([...Array.from({ length: 130 }, (_, i) => `secret ${i}`), 'new', null].sort())
    expect(JSON.stringify(lines)).toContain('"unopened":')
  })
})
