import { describe, expect, test } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { type Prefilter, toPrefilter } from '#lib/core/filter/prefilter'
import { ANY_DELIVERIES, ANY_PINS, aBin, aCapture, aDelivery, seqsOf } from './fixtures'
import type { StoreContext } from './store-context'

function prefilter(q: string): Prefilter {
  const parsed = parseFilter(q)
  if (!parsed.ok) throw new Error(parsed.error.message)
  return toPrefilter(parsed.filter, 10_000)
}

/** What every store promises to a search: bounded steps, and no capture skipped. */
export function searchContract({ store, filledBin }: StoreContext): void {
  describe('search', () => {
    test('scans step by step, newest first or oldest first, and returns how far it got', async () => {
      const bin = await filledBin(7)
      const all = prefilter('')
      const newest = await store().scanCaptures(bin.key, { seqs: 3, prefilter: all })
      expect([seqsOf(newest.captures), newest.through]).toEqual([[7, 6, 5], 5])
      const last = await store().scanCaptures(bin.key, { seqs: 4, before: 5, prefilter: all })
      expect([seqsOf(last.captures), last.through]).toEqual([[4, 3, 2, 1], null])
      const oldest = await store().scanCaptures(bin.key, { seqs: 3, after: 2, prefilter: all })
      expect([seqsOf(oldest.captures), oldest.through]).toEqual([[3, 4, 5], 5])
      expect(await store().scanCaptures(2_000_000_000, { seqs: 3, prefilter: all })).toEqual({ captures: [], through: null })
    })

    test('reports where the list begins and ends, and an empty list', async () => {
      const bin = await filledBin(3)
      const receivedAt = expect.any(Number)
      expect(await store().edgeCaptures(bin.key)).toEqual({ oldest: { seq: 1, receivedAt }, newest: { seq: 3, receivedAt } })
      await store().clearBin(bin.key)
      expect(await store().edgeCaptures(bin.key)).toBeNull()
      expect(await store().edgeCaptures(2_000_000_000)).toBeNull()
    })

    test('accepts seqs beyond the range', async () => {
      const bin = await filledBin(2)
      const count = async (q: string) =>
        (await store().scanCaptures(bin.key, { seqs: 100, prefilter: prefilter(q) })).captures.length
      expect(await count('size:>8000000gb')).toBe(0)
      expect(await count('size:<8000000gb')).toBe(2)
    })

    test('returns what the prefilter accepts, and skips deleted captures', async () => {
      const bin = await filledBin(7)
      const seqs = async (q: string) =>
        seqsOf((await store().scanCaptures(bin.key, { seqs: 100, prefilter: prefilter(q) })).captures)
      expect(await seqs('method:GET')).toEqual([6, 4, 2])
      expect(await seqs('method:"GET\0"')).toEqual([])
      expect(await seqs('size:>10')).toEqual([])
      for (const q of ['seq:2147483648', 'seq:>2147483647', 'size:999999999999999', 'size:>999999999999999'])
        expect(await seqs(q)).toEqual([])
      for (const q of ['seq:<2147483649', 'size:<999999999999999']) expect(await seqs(q)).toHaveLength(7)
      await store().updateCapture(bin.key, 3, { pinned: true }, ANY_PINS)
      expect(await seqs('is:pinned')).toEqual([3])
      await store().clearBin(bin.key)
      await store().addCaptures([aCapture(bin.key), aCapture(bin.key, { truncated: true, aborted: true })])
      expect(await seqs('')).toEqual([9, 8])
      expect(await seqs('is:aborted')).toEqual([9])
      expect(await seqs('not is:aborted')).toEqual([8])
    })

    test('finds captures by their reply, and refused ones', async () => {
      const bin = await store().createBin(aBin())
      const reply = (status: number, by: 'response' | 'gate', delayMs = 0) => ({ reply: { status, by, delayMs } })
      await store().addCaptures([
        aCapture(bin.key),
        aCapture(bin.key, reply(401, 'gate')),
        aCapture(bin.key, reply(401, 'response', 250)),
        aCapture(bin.key, reply(200, 'response')),
      ])
      const found = async (q: string) => {
        const { captures } = await store().scanCaptures(bin.key, { seqs: 100, prefilter: prefilter(q) })
        expect(prefilter(q).exact).toBe(true)
        return seqsOf(captures)
      }
      expect(await found('reply:401')).toEqual([3, 2])
      expect(await found('reply:<300')).toEqual([4])
      for (const beyond of ['2147483648', '9999999999', '999999999999999']) {
        for (const any of ['<', '<=']) expect(await found(`reply:${any}${beyond}`)).toEqual([4, 3, 2])
        for (const none of ['', '>', '>=']) expect(await found(`reply:${none}${beyond}`)).toEqual([])
      }
      expect(await found('reply:>2147483647')).toEqual([])
      expect(await found('reply:<0')).toEqual([])
      expect(await found('is:refused')).toEqual([2])
      expect(await found('not is:refused')).toEqual([4, 3, 1])
    })

    test('stores and finds a reply sent after the commit', async () => {
      const bin = await store().createBin(aBin())
      await store().addCaptures([aCapture(bin.key), aCapture(bin.key)])
      const reply = { status: 418, by: 'listener', delayMs: 31 } as const
      expect([await store().setReply(bin.key, 1, reply), await store().setReply(bin.key, 3, reply)]).toEqual([true, false])
      const { captures } = await store().scanCaptures(bin.key, { seqs: 100, prefilter: prefilter('reply:418') })
      expect(captures).toMatchObject([{ seq: 1, reply }])
    })

    test('finds attempts by the checksum of their body and by their message id', async () => {
      const bin = await store().createBin(aBin())
      const facts = { provider: 'github', event: 'push', summary: null, messageId: '0a1b-2c3d_4e' }
      await store().addCaptures([
        aCapture(bin.key, { bodyCrc32: 0xfedcba98, facts: { ...facts, messageId: null } }),
        aCapture(bin.key, { bodyCrc32: 5, facts }),
        aCapture(bin.key, { bodyCrc32: 0xfedcba98, facts }),
      ])
      const seqs = async (q: string) =>
        seqsOf((await store().scanCaptures(bin.key, { seqs: 100, prefilter: prefilter(q) })).captures)
      expect(await seqs('crc:FEDCBA98')).toEqual([3, 1])
      expect(await seqs('message:0a1b-2c3d_4e')).toEqual([3, 2])
      expect(await seqs('message:0a1b-2c3d_4e crc:fedcba98')).toEqual([3])
    })

    test('the sizes after a seq that no capture can have are none', async () => {
      const bin = await filledBin(2)
      for (const after of [2, 2 ** 31, Number.MAX_SAFE_INTEGER])
        expect(await store().captureSizes(bin.key, { after, through: 2, limit: 9 })).toEqual([])
    })

    test('returns whole captures by seq, and finds resent ones', async () => {
      const bin = await filledBin(3)
      await store().addDelivery(bin.key, aDelivery(2), ANY_DELIVERIES)
      const found = await store().findCaptures(bin.key, [1, 3, 99])
      expect(found.map(({ seq }) => seq).sort()).toEqual([1, 3])
      expect(Buffer.from(found[0]!.body).toString()).toBe('hello')
      expect(await store().resentSeqs(bin.key, [1, 2, 3])).toEqual(new Set([2]))
    })
  })
}
