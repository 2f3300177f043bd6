import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newBinId } from '#lib/core/ids'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { countRows } from './count-rows'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery, seqsOf } from './fixtures'
import { removalContract } from './removal-contract'
import { searchContract } from './search-contract'
import type { StoreContext } from './store-context'

export type OpenedStore = { store: Store; close(): Promise<void> }

/** What every store promises, on a real database. */
export function storeContract(name: string, open: () => Promise<OpenedStore>): void {
  describe(name, () => {
    let opened: OpenedStore
    let store: Store
    beforeAll(async () => {
      opened = await open()
      store = opened.store
    })
    afterAll(() => opened.close())

    async function filledBin(count: number): Promise<StoredBin> {
      const bin = await store.createBin(aBin())
      const batch = Array.from({ length: count }, (_, i) =>
        aCapture(bin.key, { target: `/${i + 1}`, method: i % 2 ? 'GET' : 'POST' }),
      )
      if (count > 0) await store.addCaptures(batch)
      return bin
    }
    const reread = async (bin: StoredBin) => (await store.findBin(bin.id))!
    const context: StoreContext = { store: () => store, filledBin, reread }

    describe('bins', () => {
      test('returns a bin as created, with counters at zero', async () => {
        const made = aBin({
          name: 'grün',
          fixedExpiresAt: 1_800_000_000_000,
          response: { status: 418, headers: [['X-A', '\xfc']], body: 'a\u0000b', delayMs: 5 },
          require: { shown: { auth: { type: 'bearer', token: '•••' } }, sealed: Uint8Array.of(0, 255) },
        })
        const bin = await store.createBin(made)
        expect(bin).toEqual({
          ...made,
          key: bin.key,
          captureCount: 0,
          byteCount: 0,
          lastSeq: 0,
          lastCaptureAt: null,
          secretsVersion: 0,
        })
        expect(await store.findBin(made.id)).toEqual(bin)
      })

      test('refuses an id that is taken', async () => {
        const { id } = await store.createBin(aBin())
        await expect(store.createBin(aBin({ id }))).rejects.toMatchObject({ code: 'id_taken' })
      })

      test('finds no bin that was never created', async () => {
        expect(await store.findBin(newBinId())).toBeNull()
      })

      test('lists the bins of one owner, newest activity first', async () => {
        const ownerId = newBinId()
        const old = await store.createBin(aBin({ ownerId, createdAt: 10 }))
        const young = await store.createBin(aBin({ ownerId, createdAt: 20 }))
        await store.createBin(aBin())
        expect((await store.listBins(ownerId)).map(({ id }) => id)).toEqual([young.id, old.id])
        await store.addCaptures([aCapture(old.key, { receivedAt: 30 })])
        expect((await store.listBins(ownerId)).map(({ id }) => id)).toEqual([old.id, young.id])
      })

      test('changes only what a patch names', async () => {
        const bin = await store.createBin(aBin({ name: 'before' }))
        const changed = await store.updateBin(bin.key, { fixedExpiresAt: 99 })
        expect(changed).toEqual({ ...bin, fixedExpiresAt: 99 })
        expect(await store.updateBin(bin.key, { name: null, fixedExpiresAt: null })).toEqual({ ...bin, name: null })
      })

      test('a deleted bin is gone, accepts no capture, and cannot be changed or deleted again', async () => {
        const bin = await filledBin(3)
        await store.deleteBin(bin.key)
        expect(await store.findBin(bin.id)).toBeNull()
        expect(await store.listCaptures(bin.key, { limit: 10 })).toEqual([])
        expect(await store.findCapture(bin.key, 1)).toBeNull()
        expect(await store.addCaptures([aCapture(bin.key)])).toEqual([null])
        await expect(store.updateBin(bin.key, { name: 'x' })).rejects.toMatchObject({ code: 'bin_not_found' })
        await expect(store.deleteBin(bin.key)).rejects.toMatchObject({ code: 'bin_not_found' })
      })

      test('a freed id creates a different bin', async () => {
        const first = await filledBin(2)
        await store.deleteBin(first.key)
        const second = await store.createBin(aBin({ id: first.id }))
        expect(second.key).not.toBe(first.key)
        expect(await store.listCaptures(second.key, { limit: 10 })).toEqual([])
      })

      test('returns the last seqs of bins, without deleted ones', async () => {
        const [a, b] = [await filledBin(3), await filledBin(0)]
        expect(await store.lastSeqs([a.key, b.key, 2_000_000_000])).toEqual(
          new Map([
            [a.key, 3],
            [b.key, 0],
          ]),
        )
      })
    })

    describe('captures', () => {
      test('returns every byte: headers with order, case and duplicates, body, trailers', async () => {
        const bin = await store.createBin(aBin())
        const capture = aCapture(bin.key, {
          rawHeaders: ['X-B', '1', 'x-a', '', 'X-B', 'gr\xfc\xdfe\x80', 'X-Tab', 'a\tb'],
          rawTrailers: ['X-Sum', '1', 'x-sum', '2'],
          target: `/in/x/a%2Fb//c?${'q'.repeat(6_000)}`,
          body: Buffer.from([0, 255, 10, 13, 128]),
          bodySize: 9_007_199_254_740_991,
          truncated: true,
          aborted: true,
          receivedAt: 1_763_000_000_123,
          remoteAddress: '2001:db8::1',
          reply: { status: 401, by: 'gate', gate: 'credentials_wrong', delayMs: 250 },
        })
        expect(await store.addCaptures([capture])).toEqual([{ seq: 1 }])
        const stored = (await store.findCapture(bin.key, 1))!
        const { binKey: _, judged: _judged, body, ...rest } = capture
        expect(stored).toEqual({ ...rest, signature: null, seq: 1, pinned: false, note: null, body: expect.anything() })
        expect(Buffer.from(stored.body).equals(Buffer.from(body))).toBe(true)
      })

      test("keeps the full range of a body's checksum", async () => {
        const bin = await store.createBin(aBin())
        const sums = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff]
        await store.addCaptures(sums.map((bodyCrc32) => aCapture(bin.key, { bodyCrc32 })))
        expect((await store.listCaptures(bin.key, { after: 0, limit: 9 })).map(({ bodyCrc32 }) => bodyCrc32)).toEqual(sums)
        expect((await store.findCapture(bin.key, 5))!.bodyCrc32).toBe(0xffffffff)
      })

      test('keeps empty bodies, no headers, and every byte value', async () => {
        const bin = await store.createBin(aBin())
        const all = Buffer.from(Array.from({ length: 256 }, (_, i) => i))
        await store.addCaptures([aCapture(bin.key, { body: Buffer.alloc(0), rawHeaders: [] }), aCapture(bin.key, { body: all })])
        expect(await store.findCapture(bin.key, 1)).toMatchObject({ rawHeaders: [], rawTrailers: [] })
        expect((await store.findCapture(bin.key, 1))!.body.byteLength).toBe(0)
        expect(Buffer.from((await store.findCapture(bin.key, 2))!.body).equals(all)).toBe(true)
      })

      test('assigns seq 1, 2, 3 … per bin in batch order, and skips deleted bins', async () => {
        const [a, b] = [await filledBin(1), await filledBin(0)]
        const gone = 2_000_000_000
        const batch = [a.key, b.key, gone, a.key, b.key].map((key) => aCapture(key))
        expect(await store.addCaptures(batch)).toEqual([{ seq: 2 }, { seq: 1 }, null, { seq: 3 }, { seq: 2 }])
        expect(await reread(a)).toMatchObject({
          ...(await countRows(store, a)),
          lastSeq: 3,
          captureCount: 3,
          lastCaptureAt: 2_000,
        })
      })

      test('keeps an imported capture’s pin and note, and counts the bin’s lifetime from the import', async () => {
        const bin = await filledBin(0)
        const imported = (pinned: boolean, note: string | null) => ({ receivedAt: 7, imported: { pinned, note, at: 9_000 } })
        await store.addCaptures([
          aCapture(bin.key, imported(true, 'a\n"b"')),
          aCapture(bin.key, imported(false, null)),
          aCapture(bin.key),
        ])
        const found = await store.listCaptures(bin.key, { limit: 9, after: 0 })
        expect(found.map(({ pinned, note, receivedAt }) => [pinned, note, receivedAt])).toEqual([
          [true, 'a\n"b"', 7],
          [false, null, 7],
          [false, null, 2_000],
        ])
        expect(await reread(bin)).toMatchObject({ lastCaptureAt: 9_000, captureCount: 3 })
      })

      test('concurrent batches leave no gap and no duplicate', async () => {
        const bins = [await filledBin(0), await filledBin(0), await filledBin(0)]
        const batches = Array.from({ length: 30 }, (_, i) => {
          const order = i % 2 ? bins : bins.toReversed()
          return store.addCaptures(order.flatMap(({ key }) => [aCapture(key), aCapture(key)]))
        })
        const seqs = (await Promise.all(batches)).flat()
        expect(seqs.every((seq) => seq !== null)).toBe(true)
        for (const bin of bins) {
          const rows = await store.listCaptures(bin.key, { after: 0, limit: 500 })
          expect(seqsOf(rows)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1))
        }
      })

      test('pages newest first with `before`, oldest first with `after`', async () => {
        const bin = await filledBin(7)
        const page = async (asked: Parameters<Store['listCaptures']>[1]) => seqsOf(await store.listCaptures(bin.key, asked))
        expect(await page({ limit: 3 })).toEqual([7, 6, 5])
        expect(await page({ limit: 3, before: 5 })).toEqual([4, 3, 2])
        expect(await page({ limit: 3, before: 1 })).toEqual([])
        expect(await page({ limit: 3, after: 0 })).toEqual([1, 2, 3])
        expect(await page({ limit: 3, after: 5 })).toEqual([6, 7])
        expect(await page({ limit: 3, after: 7 })).toEqual([])
        expect(await page({ limit: 3, method: 'GET' })).toEqual([6, 4, 2])
        expect(await page({ limit: 2, after: 2, method: 'GET' })).toEqual([4, 6])
      })

      test('counts all captures, and those of one method', async () => {
        const bin = await filledBin(7)
        expect(await store.countCaptures(bin.key, {})).toBe(7)
        expect(await store.countCaptures(bin.key, { method: 'GET' })).toBe(3)
        expect(await store.countCaptures(bin.key, { method: 'PUT' })).toBe(0)
      })

      test('finds a rare method among more captures than one step reads', async () => {
        const bin = await store.createBin(aBin())
        for (let i = 0; i < 10; i += 1) await store.addCaptures(Array.from({ length: 500 }, () => aCapture(bin.key)))
        await store.addCaptures([aCapture(bin.key, { method: 'PURGE' })])
        await store.addCaptures(Array.from({ length: 10 }, () => aCapture(bin.key)))
        expect(seqsOf(await store.listCaptures(bin.key, { limit: 5, method: 'PURGE' }))).toEqual([5_001])
        expect(seqsOf(await store.listCaptures(bin.key, { limit: 5, after: 0, method: 'PURGE' }))).toEqual([5_001])
        expect(await store.countCaptures(bin.key, { method: 'PURGE' })).toBe(1)
      })

      test('pins and unpins', async () => {
        const bin = await filledBin(2)
        expect(await store.updateCapture(bin.key, 1, { pinned: true }, ANY_PINS)).toBe('updated')
        expect((await store.findCapture(bin.key, 1))!.pinned).toBe(true)
        expect((await store.listCaptures(bin.key, { limit: 5 })).map(({ pinned }) => pinned)).toEqual([false, true])
        expect(await store.updateCapture(bin.key, 1, { pinned: false }, ANY_PINS)).toBe('updated')
        expect(await store.updateCapture(bin.key, 3, { pinned: true }, ANY_PINS)).toBe('gone')
      })

      test('stores a note with a capture, and changes only what a patch names', async () => {
        const bin = await filledBin(1)
        await store.updateCapture(bin.key, 1, { pinned: true }, ANY_PINS)
        await store.updateCapture(bin.key, 1, { note: 'the one that failed\n“grün”' }, ANY_PINS)
        expect(await store.findCapture(bin.key, 1)).toMatchObject({ pinned: true, note: 'the one that failed\n“grün”' })
        await store.updateCapture(bin.key, 1, { note: null }, ANY_PINS)
        expect((await store.listCaptures(bin.key, { limit: 1 }))[0]).toMatchObject({ pinned: true, note: null })
      })
    })

    removalContract(context)
    searchContract(context)

    describe('deliveries', () => {
      test('returns the deliveries of one capture, newest first', async () => {
        const bin = await filledBin(2)
        const older = aDelivery(1, { startedAt: 10 })
        const newer = aDelivery(1, {
          startedAt: 20,
          status: null,
          error: { code: 'connection_refused', message: 'no one "there"\u0000' },
          responseHeaders: [],
          responseBody: { encoding: 'base64', data: '/w==', truncated: true },
        })
        await store.addDelivery(bin.key, older, ANY_DELIVERIES)
        await store.addDelivery(bin.key, newer, ANY_DELIVERIES)
        await store.addDelivery(bin.key, aDelivery(2), ANY_DELIVERIES)
        expect(await store.listDeliveries(bin.key, 1)).toEqual([newer, older])
        expect(await store.findDelivery(bin.key, newer.id)).toEqual(newer)
      })

      test('lists no response body over 64 KiB, and returns a single delivery completely, only in its own bin', async () => {
        const [bin, other] = [await filledBin(1), await filledBin(1)]
        const answered = (bytes: number, startedAt: number) => {
          const responseBody = { encoding: 'utf8' as const, data: '\u0001'.repeat(bytes), truncated: false }
          return aDelivery(1, { startedAt, responseBody })
        }
        const [small, long] = [answered(65_536, 1), answered(65_537, 2)]
        await store.addDelivery(bin.key, small, ANY_DELIVERIES)
        await store.addDelivery(bin.key, long, ANY_DELIVERIES)
        const omitted = { encoding: 'utf8', data: '', truncated: false, omittedBytes: 65_537 }
        expect(await store.listDeliveries(bin.key, 1)).toEqual([{ ...long, responseBody: omitted }, small])
        expect(await store.findDelivery(bin.key, long.id)).toEqual(long)
        expect(await store.findDelivery(other.key, long.id)).toBeNull()
      })

      test("lists a capture's newest 200", async () => {
        const bin = await filledBin(1)
        for (let startedAt = 1; startedAt <= 203; startedAt++)
          await store.addDelivery(bin.key, aDelivery(1, { startedAt }), ANY_DELIVERIES)
        const times = (await store.listDeliveries(bin.key, 1)).map(({ startedAt }) => startedAt)
        expect(times).toEqual(Array.from({ length: 200 }, (_, i) => 203 - i))
      })
    })

    test('ping resolves while the database accepts writes', async () => {
      await store.ping()
    })
  })
}
