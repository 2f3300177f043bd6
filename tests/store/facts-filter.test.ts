import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { captureCandidate } from '#lib/core/filter/candidate'
import type { Filter } from '#lib/core/filter/filter'
import { compileFilter } from '#lib/core/filter/match-filter'
import { factsOf } from '#lib/services/facts-of'
import { presentCapture } from '#lib/services/present'
import { readBacklog } from '#lib/services/search/read-backlog'
import { searchCaptures } from '#lib/services/search/search-captures'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from './databases'
import { aBin, seqsOf } from './fixtures'
import { senderRequests } from './sender-requests'

const NEVER = new AbortController().signal
const ALL = { rows: 10_000, bytes: Number.MAX_SAFE_INTEGER }

/** Conditions on facts run as SQL, and must find the same as the filter on whole captures. */
describe.each(databases)('%s', (_name, open) => {
  let database: OwnDatabase
  let a: Store
  let bin: StoredBin
  beforeAll(async () => {
    database = await open()
    a = database.store
    bin = await a.createBin(aBin())
    const given = senderRequests(bin.key)
    const half = given.map((capture, i) => ({ ...capture, facts: i % 2 ? factsOf(capture) : null }))
    await a.addCaptures([...half, ...given])
  })
  afterAll(() => database.close())

  const piece = fc.constantFrom(
    'invoice',
    'INVOICE',
    'i',
    'a%b_c',
    'a',
    '.',
    '_',
    '%',
    '\\',
    'paid',
    'push',
    'K',
    'İ',
    'ü',
    'stripe',
    'Amazon',
    'amazon sns',
    'k_1',
    'evt_',
  )
  const whole = fc.constantFrom(
    'invoice.paid',
    'Invoice.Paid',
    'stripe',
    'Stripe',
    'AMAZON SNS',
    'github',
    'evt_1MqqbK',
    'EVT_1mqqbk',
    'push',
    'a%b_c',
    'kasse\\offen',
    'pull_request',
    'k_1%',
  )
  const pattern = fc.oneof(
    whole.map((text) => [text]),
    fc.array(fc.oneof(piece, fc.constant('')), { minLength: 1, maxLength: 3 }),
  )
  const term: fc.Arbitrary<Filter> = fc.oneof(
    fc.record({
      kind: fc.constant('whole' as const),
      field: fc.constantFrom('provider' as const, 'event' as const, 'message' as const),
      pattern,
    }),
    fc.constant({ kind: 'has' as const, what: 'provider' as const }),
  )
  const filter: fc.Arbitrary<Filter> = fc.oneof(
    term,
    term.map((part) => ({ kind: 'not' as const, part })),
    fc.record({ kind: fc.constantFrom('and' as const, 'or' as const), parts: fc.array(term, { minLength: 2, maxLength: 3 }) }),
  )

  async function found(wanted: Filter): Promise<number[]> {
    const seqs: number[] = []
    for (let before: number | undefined; ; ) {
      const look = {
        bin,
        permission: { redacted: false, captureSeq: null, gate: null },
        now: 0,
        filter: wanted,
        page: { limit: 500, before },
      }
      const { captures, next } = await searchCaptures(a, look, NEVER)
      seqs.push(...seqsOf(captures))
      if (next === null) return seqs
      before = next
    }
  }

  async function holds(runs: number): Promise<void> {
    const captures = (
      await a.findCaptures(
        bin.key,
        Array.from({ length: 500 }, (_, i) => i),
      )
    ).map((stored) => presentCapture(bin, { ...stored, facts: null }))
    await fc.assert(
      fc.asyncProperty(filter, async (wanted) => {
        const match = compileFilter(wanted, 0)
        const expected = captures.filter((capture) => match(captureCandidate(capture)) === true).map(({ seq }) => seq)
        expect(await found(wanted)).toEqual(expected.sort((x, y) => y - x))
      }),
      { numRuns: runs },
    )
  }

  test('finds the same while some captures have no facts yet', () => holds(60))

  test('finds the same by stored facts', async () => {
    for (let steps = await readBacklog(a, ALL, NEVER); steps.length > 0; steps = await readBacklog(a, ALL, NEVER)) {
      await a.addFacts(steps)
    }
    await holds(300)
  }, 60_000)
})
