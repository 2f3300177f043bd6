import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Filter } from '#lib/core/filter/filter'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { printFilter } from '#lib/core/filter/print-filter'
import { createFilterCache } from '#lib/services/search/filter-cache'
import { matchFilters } from '#lib/services/search/match-filters'
import { searchCaptures } from '#lib/services/search/search-captures'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from '../../store/databases'
import { ANY_DELIVERIES, aBin, aCapture, aDelivery } from '../../store/fixtures'
import { anyFilter } from '../core/filter/arbitrary-filter'

const NEVER = new AbortController().signal
const NOW = 1_800_000_000_000
const SECRET = 'hunter2-Swordfish-9!'

/** Filters that find something, in addition to random ones. */
const plausible = fc.constantFrom(
  '',
  'method:POST',
  'not method:POST',
  'path:/a*',
  'header.x-n:3 or $.n>=5',
  '$.n>2 $.n<6',
  'body:needle',
  'needle -method:GET',
  'has:delivery',
  'is:pinned or is:truncated',
  'size:>10 after:2h',
  'seq:>2 seq:<=6',
  'provider:github event:push',
  '$.list[*]==2',
  SECRET,
  `$.password=="${SECRET}"`,
)

describe.each(databases)('on %s', (_name, open) => {
  let db: OwnDatabase
  let bin: StoredBin
  beforeAll(async () => {
    db = await open()
    const { key } = await db.store.createBin(aBin())
    const captures = Array.from({ length: 12 }, (_, n) =>
      aCapture(key, {
        method: n % 3 === 0 ? 'GET' : 'POST',
        target: `/in/x/${n % 2 ? 'a' : 'b'}/${n}?n=${n}`,
        rawHeaders: ['Host', 'x', 'X-N', String(n), ...(n === 7 ? ['X-GitHub-Event', 'push', 'X-GitHub-Delivery', '1'] : [])],
        body: Buffer.from(n === 4 ? 'needle, and no JSON' : JSON.stringify({ n, list: [n, n + 1], password: SECRET })),
        truncated: n === 9,
        receivedAt: NOW - n * 3_600_000,
      }),
    )
    await db.store.addCaptures(captures)
    await db.store.addDelivery(key, aDelivery(2), ANY_DELIVERIES)
    await db.store.updateCapture(key, 5, { pinned: true }, { count: 9, bytes: 1e9, totalBytes: null })
    await db.store.deleteCapture(key, 3)
    bin = (await db.store.findBin((await db.sql(`SELECT "id" FROM "Bin" WHERE "key" = ${key}`))[0]!.id as string))!
  })
  afterAll(() => db.close())

  async function listed(filter: Filter, redacted: boolean, after: number): Promise<number[]> {
    const wanted = { bin, permission: { redacted, captureSeq: null, gate: null }, filter, page: { limit: 200, after }, now: NOW }
    const { captures, next } = await searchCaptures(db.store, wanted, NEVER)
    expect(next).toBeNull()
    return captures.map(({ seq }) => seq)
  }

  test('a wait finds what the list finds with the same filter, alone or together with other waits', async () => {
    const text = fc.oneof(plausible, anyFilter.map(printFilter))
    const asker = fc.record({ text, after: fc.nat(12), redacted: fc.boolean() })
    await fc.assert(
      fc.asyncProperty(fc.array(asker, { minLength: 1, maxLength: 4 }), async (askers) => {
        const readable = askers.filter((each) => parseFilter(each.text).ok)
        if (readable.length === 0) return
        const filters = readable.map(({ text, after, redacted }) => ({
          text,
          after,
          permission: { redacted, captureSeq: null, gate: null },
          now: NOW,
        }))
        const wanted = { bin, filters, through: bin.lastSeq, changedSeqs: [] }
        const { matched, through } = await matchFilters(db.store, createFilterCache(), wanted, NEVER)
        for (const [i, { text, after, redacted }] of readable.entries()) {
          const parsed = parseFilter(text)
          const all = parsed.ok ? await listed(parsed.filter, redacted, after) : []
          expect(matched[i]).toEqual(all.filter((seq) => seq <= through))
        }
        expect(readable.length === 1 || through === bin.lastSeq).toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})
