import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { backlogReads, backlogStore } from '#lib/store/facts-backlog'
import type { Query } from '#lib/store/query'
import type { BacklogRange } from '#lib/store/store'
import type { Row, Statement, Transactions } from '#lib/store/transaction'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'
import { planOf } from './plan-of'

const NO_FACTS = { provider: null, event: null, summary: null, messageId: null }
const CAPTURES = 3_000

/** A backlog is read while captures come in, from bins that may hold a million: no statement may look at all rows of a table. */
describe.each(databases)('%s', (name, open) => {
  let database: OwnDatabase
  let range: BacklogRange
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
    range = (await store.backlogRanges(2_000)).find(({ fromSeq }) => fromSeq === CAPTURES + 1)!
  })
  afterAll(() => database.close())

  const explain = (statement: Statement) => planOf(database, name, statement)

  /** The plans of all statements of this script, with a bin that is there. */
  const plansOf = async (work: (transactions: Transactions) => Promise<unknown>): Promise<string[]> => {
    const plans: string[] = []
    await work({
      locks: { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: { sql: 'SELECT 1', args: [] } },
      async run(script) {
        const running = script()
        let next = running.next()
        while (!next.done) {
          plans.push(await explain(next.value))
          next = running.next([{ clearedThrough: 0, lastSeq: CAPTURES } as Row])
        }
        return next.value
      },
    })
    return plans
  }

  /** The values of a statement are looked at one by one, and "Recount" and "CaptureVerdict" have hardly a row here. */
  const WHOLE_TABLE = name === 'SQLite' ? /\bSCAN (?!v\b|\d+-ROW VALUES)/ : /Seq Scan on (?!"?(?:Recount|CaptureVerdict))/

  test('unread captures are found by the keys of captures and facts', async () => {
    const plans: string[] = []
    const query: Query = async (sql, ...args) => {
      plans.push(await explain({ sql, args }))
      return []
    }
    await backlogReads(query).unreadCaptures(range, 200)
    expect(plans).toHaveLength(1)
    expect(plans[0]).not.toMatch(WHOLE_TABLE)
  })

  test('what was read is kept without a look at other rows', async () => {
    const read = [1, 2, 3].map((n) => ({ seq: CAPTURES + n, receivedAt: 0, facts: NO_FACTS }))
    const steps = [
      { range, read, left: null },
      { range, read, left: CAPTURES + 1 },
    ]
    const noQuery: Query = () => Promise.reject(new Error('reads by its script'))
    const plans = await plansOf((transactions) => backlogStore(noQuery, transactions).addFacts(steps))
    expect(plans).toHaveLength(5) // the bin, its recount, facts, whole ranges, one begun
    for (const plan of plans) expect(plan).not.toMatch(WHOLE_TABLE)
  })
})
