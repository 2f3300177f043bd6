import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { newId } from '#lib/core/ids'
import { searchCaptures } from '#lib/services/search/search-captures'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Judged, StoredSignature } from '#lib/store/stored-capture'
import type { UnjudgedRange } from '#lib/store/verdict-store'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'

const UNJUDGED: Judged = { version: -1, signature: null }
const VALID: StoredSignature = { verdict: 'valid', scheme: 'stripe', secretId: 'sec_1', signedAt: 8.64e15, ageSeconds: -8.64e12 }
const MISSING: StoredSignature = { verdict: 'missing', scheme: 'github', secretId: 'sec_2', signedAt: null, ageSeconds: null }

describe.each(databases)('verdicts, on %s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  let other: Store
  beforeAll(async () => {
    database = await open()
    store = database.store
    other = await database.openAnother()
  })
  afterAll(() => database.close())

  /** A bin with a secret, and the version of its secrets. */
  async function binWithSecret(): Promise<StoredBin> {
    const { id, key } = await store.createBin(aBin())
    await addSecret(key)
    return (await store.findBin(id))!
  }

  async function addSecret(binKey: number): Promise<string> {
    const id = newId('sec')
    const rest = { label: null, hint: null, url: null, toleranceSeconds: null, createdAt: 1, lastMatchedAt: null }
    await store.addSecret({ id, binKey, scheme: 'stripe', sealed: Uint8Array.of(1), ...rest }, 50)
    return id
  }

  function add({ key }: StoredBin, ...judged: Judged[]) {
    return store.addCaptures(judged.map((each) => aCapture(key, { judged: each })))
  }

  async function kept({ key }: StoredBin) {
    return (await store.listCaptures(key, { limit: 50, after: 0 })).map(({ signature }) => signature)
  }

  /** The backlog's ranges of this bin. */
  async function rowsOf({ key }: StoredBin) {
    const rows = await database.sql(
      `SELECT "fromSeq", "throughSeq" FROM "VerdictBacklog" WHERE "binKey" = ${key} ORDER BY "fromSeq"`,
    )
    return rows.map(({ fromSeq, throughSeq }) => [Number(fromSeq), Number(throughSeq)])
  }

  /** Claims a range of this bin and leaves other bins alone. */
  async function claim({ key }: StoredBin, now = 1_000, from: Store = store): Promise<UnjudgedRange | null> {
    for (let range = await from.claimUnjudged(now, now + 500); range; range = await from.claimUnjudged(now, now + 500)) {
      if (range.bin.key === key) return range
    }
    return null
  }

  test("are stored with the captures if the bin's secrets are unchanged at the commit", async () => {
    const bin = await binWithSecret()
    const { secretsVersion: version } = bin
    expect(version).toBe(1)
    const seqs = await add(bin, { version, signature: VALID }, { version, signature: null }, { version, signature: MISSING })
    expect(seqs).toEqual([{ seq: 1 }, { seq: 2 }, { seq: 3 }])
    expect(await kept(bin)).toEqual([VALID, null, MISSING])
    expect((await store.findCapture(bin.key, 1))?.signature).toEqual(VALID)
    expect((await store.findCaptures(bin.key, [3]))[0]?.signature).toEqual(MISSING)
    expect(await store.unjudgedCount(bin.key)).toBeNull()
    const late = await add(bin, { version: 0, signature: VALID }, { version, signature: MISSING }, UNJUDGED)
    expect(late).toEqual([{ seq: 4, isUnjudged: true }, { seq: 5 }, { seq: 6, isUnjudged: true }])
    expect(await kept(bin)).toEqual([VALID, null, MISSING, null, MISSING, null])
    expect(await store.unjudgedCount(bin.key)).toEqual({ total: 3, left: 3 })
  })

  test('signature: matches the same in SQL and in the filter language', async () => {
    const bin = await binWithSecret()
    const { secretsVersion: version } = bin
    await add(bin, { version, signature: VALID }, { version, signature: null }, { version, signature: MISSING })
    const now = (await store.findBin(bin.id))!
    const found = async (text: string) => {
      const filter = parseFilter(text)
      if (!filter.ok) throw new Error(text)
      const wanted = {
        bin: now,
        permission: { redacted: false, captureSeq: null, gate: null },
        filter: filter.filter,
        page: { limit: 50 },
        now: 1,
      }
      return (await searchCaptures(store, wanted, new AbortController().signal)).captures.map(({ seq }) => seq)
    }
    expect(await found('signature:valid')).toEqual([1])
    expect(await found('signature:none')).toEqual([2])
    expect(await found('signature:invalid')).toEqual([])
    expect(await found('not signature:valid')).toEqual([3, 2])
    expect(await found('signature:missing or signature:valid')).toEqual([3, 1])
    expect(await found('signature:valid signature:none')).toEqual([])
  })

  test('are not computed for a bin without secrets', async () => {
    const bin = await store.createBin(aBin())
    expect(await add(bin, { version: 0, signature: null })).toEqual([{ seq: 1 }])
    expect(await store.unjudgedCount(bin.key)).toBeNull()
  })

  test('are computed again after every change of secrets except a label', async () => {
    const bin = await binWithSecret()
    await add(bin, { version: 1, signature: VALID }, { version: 1, signature: VALID })
    const id = await addSecret(bin.key)
    const whole = { fromSeq: 1, throughSeq: 2, lastSeq: 2, total: 2 }
    expect(await claim(bin)).toMatchObject({ ...whole, bin: { id: bin.id, secretsVersion: 2 } })
    await store.updateSecret(bin.key, id, { label: 'x' })
    expect(await claim(bin)).toBeNull()
    await store.updateSecret(bin.key, id, { label: 'x', toleranceSeconds: 5 })
    expect(await claim(bin)).toMatchObject({ ...whole, bin: { secretsVersion: 3 } })
    await store.deleteSecret(bin.key, id)
    expect(await claim(bin)).toMatchObject({ ...whole, bin: { secretsVersion: 4 } })
    await store.deleteSecret(bin.key, id)
    expect(await claim(bin)).toBeNull()
  })

  test('a range is claimed by one process for a while, and steps leave the rest', async () => {
    const bin = await binWithSecret()
    await add(bin, UNJUDGED, UNJUDGED, UNJUDGED)
    const range = (await claim(bin, 1_000))!
    expect(await claim(bin, 1_400, other)).toBeNull()
    expect(await claim(bin, 1_500, other)).toEqual(range)
    expect((await store.unjudgedCaptures(range, 2)).map(({ seq }) => seq)).toEqual([3, 2])
    expect(
      await store.storeVerdicts(
        range,
        [
          { seq: 3, signature: VALID },
          { seq: 2, signature: null },
        ],
        1,
      ),
    ).toBe(true)
    expect(await store.unjudgedCount(bin.key)).toEqual({ total: 3, left: 1 })
    const rest = (await claim(bin, 1_500, other))!
    expect(rest).toMatchObject({ fromSeq: 1, throughSeq: 1, total: 3 })
    expect(await other.storeVerdicts(rest, [{ seq: 1, signature: MISSING }], null)).toBe(true)
    expect(await kept(bin)).toEqual([MISSING, null, VALID])
    expect(await store.unjudgedCount(bin.key)).toBeNull()
  })

  test('ranges that adjoin are claimed as one, and their rows become one', async () => {
    const bin = await binWithSecret()
    for (let batch = 0; batch < 5; batch += 1) await add(bin, UNJUDGED, UNJUDGED)
    const range = (await claim(bin))!
    expect(range).toMatchObject({ fromSeq: 1, throughSeq: 10, total: 10 })
    expect(await rowsOf(bin)).toEqual([[1, 10]])
    await add(bin, UNJUDGED)
    expect(await claim(bin, 1_100, other)).toMatchObject({ fromSeq: 11, throughSeq: 11, total: 1 }) // the one before is claimed
    expect(await store.storeVerdicts(range, [{ seq: 10, signature: VALID }], 9)).toBe(true)
    expect(await store.unjudgedCount(bin.key)).toEqual({ total: 11, left: 10 })
    await add(bin, UNJUDGED)
    expect(await claim(bin, 1_600)).toMatchObject({ fromSeq: 11, throughSeq: 12, total: 2 }) // 10 is judged
    expect(await rowsOf(bin)).toEqual([
      [1, 9],
      [11, 12],
    ])
  })

  test('judged captures between two ranges are not judged again', async () => {
    const bin = await binWithSecret()
    await add(bin, UNJUDGED)
    await add(bin, UNJUDGED)
    await add(bin, { version: 1, signature: VALID })
    await add(bin, UNJUDGED)
    expect([await claim(bin, 1_000), await claim(bin, 1_000)].map((range) => [range!.fromSeq, range!.throughSeq])).toEqual([
      [1, 2],
      [4, 4],
    ])
  })

  test('two processes that claim at once get different captures, and none is left out', async () => {
    const bin = await binWithSecret()
    for (let at = 0; at < 40; at += 1)
      for (const judged of [UNJUDGED, UNJUDGED, { version: 1, signature: VALID }]) await add(bin, judged)
    const claimAll = async (from: Store) => {
      const seqs: number[] = []
      for (let range = await claim(bin, 1_000, from); range; range = await claim(bin, 1_000, from))
        for (let seq = range.fromSeq; seq <= range.throughSeq; seq += 1) seqs.push(seq)
      return seqs
    }
    const [mine, theirs] = await Promise.all([claimAll(store), claimAll(other)])
    const rest = await claimAll(store) // a range whose row the other process had locked
    const all = [...mine, ...theirs, ...rest].sort((a, b) => a - b)
    expect(all).toEqual(Array.from({ length: 120 }, (_, at) => at + 1).filter((seq) => seq % 3 !== 0))
  })

  test('are discarded if the secrets changed meanwhile', async () => {
    const bin = await binWithSecret()
    await add(bin, { version: 1, signature: MISSING })
    await addSecret(bin.key)
    const range = (await claim(bin))!
    const last = await addSecret(bin.key)
    expect(await store.storeVerdicts(range, [{ seq: 1, signature: VALID }], null)).toBe(false)
    expect(await kept(bin)).toEqual([MISSING])
    await store.deleteSecret(bin.key, last)
    const again = (await claim(bin))!
    expect(await store.storeVerdicts(again, [{ seq: 1, signature: null }], null)).toBe(true)
    expect(await kept(bin)).toEqual([null])
  })

  test('are deleted with their captures, and never stored for a deleted one', async () => {
    const bin = await binWithSecret()
    await add(bin, { version: 1, signature: VALID }, UNJUDGED)
    await store.deleteCapture(bin.key, 1)
    const range = (await claim(bin))!
    await store.deleteCapture(bin.key, 2)
    expect(await store.storeVerdicts(range, [{ seq: 2, signature: VALID }], null)).toBe(true)
    await add(bin, UNJUDGED)
    await store.clearBin(bin.key)
    expect(await store.unjudgedCount(bin.key)).toBeNull()
    expect(await claim(bin)).toBeNull()
  })
})
