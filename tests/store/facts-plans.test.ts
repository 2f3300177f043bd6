import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backlogReads, backlogStore } from '#lib/store/facts-backlog'
import type { Query } from '#lib/store/query'
import type { BacklogRange } from '#lib/store/store'
import type { Row } from '#lib/store/transaction'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'
import { statementPlans } from './statement-plans'

const NO_FACTS = { provider: null, event: null, summary: null, messageId: null }
const CAPTURES = 3_000

/** A backlog is worked off while captures arrive, in bins that may have a million: no statement may scan a whole table. */
describe.each(databases)('%s', (name, open) => {
  let database: OwnDatabase
  let range: BacklogRange
  let plans: ReturnType<typeof statementPlans>
  beforeAll(async () => {
    database = await open()
    const { store } = database
    const { key } = await store.createBin(aBin())
    for (let i = 0; i < CAPTURES; i += 200) await store.addCaptures(Array.from({ length: 200 }, () => aCapture(key)))
    for (let i = 0; i < 1_000; i += 1) await store.addCaptures([aCapture(key)]) // as many ranges
    for (let i = 0; i < 300; i += 1) await store.createBin(aBin())
    const facts = Array.from({ length: 200 }, () => aCapture(key, { facts: NO_FACTS }))
    for (let i = 0; i < CAPTURES; i += 200) await store.addCaptures(facts)
    await database.sql('ANALYZE')
    plans = statementPlans(name, database)
    range = (await store.backlogRanges(2_000)).find(({ fromSeq }) => fromSeq === CAPTURES + 1)!
  })
  afterAll(() => database.close())

  /** Scans of a statement's own values are fine, and "Recount" and "CaptureVerdict" have hardly any rows here. */
  const WHOLE_TABLE = name === 'SQLite' ? /\bSCAN (?!v\b|\d+-ROW VALUES)/ : /Seq Scan on (?!"?(?:Recount|CaptureVerdict))/

  test('finds captures without facts by key', async () => {
    const found: string[] = []
    const query: Query = async (sql, ...args) => {
      found.push(await plans.explain({ sql, args }))
      return []
    }
    await backlogReads(query).unreadCaptures(range, 200)
    expect(found).toHaveLength(1)
    expect(found[0]).not.toMatch(WHOLE_TABLE)
  })

  test('stores facts without reading other rows', async () => {
    const read = [1, 2, 3].map((n) => ({ seq: CAPTURES + n, receivedAt: 0, facts: NO_FACTS }))
    const steps = [
      { range, read, left: null },
      { range, read, left: CAPTURES + 1 },
    ]
    const noQuery: Query = () => Promise.reject(new Error('reads by its script'))
    const aBinRow = () => [{ clearedThrough: 0, lastSeq: CAPTURES } as Row]
    const found = await plans.plansOf((transactions) => backlogStore(noQuery, transactions).addFacts(steps), aBinRow)
    expect(found).toHaveLength(4) // the bin, facts, whole ranges, the shortened range
    for (const plan of found) expect(plan).not.toMatch(WHOLE_TABLE)
  })
})
