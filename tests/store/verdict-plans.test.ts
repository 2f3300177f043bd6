import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { toPrefilter } from '#lib/core/filter/prefilter'
import type { QueriedRow, Query } from '#lib/store/query'
import { searchReads } from '#lib/store/search-reads'
import type { Row, Statement } from '#lib/store/transaction'
import { verdictBacklog } from '#lib/store/verdict-backlog'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'
import { filledIn, planOf } from './plan-of'
import { statementPlans } from './statement-plans'

const VALID = { verdict: 'valid', scheme: 'stripe', secretId: 'sec_1', signedAt: null, ageSeconds: null } as const
const NO_FACTS = { provider: null, event: null, summary: null, messageId: null }

describe.each(databases)('%s', (name, open) => {
  let database: OwnDatabase
  let binKey: number
  beforeAll(async () => {
    database = await open()
    const { store } = database
    const { id, key } = await store.createBin(aBin())
    binKey = key
    const rest = { label: null, hint: null, url: null, toleranceSeconds: null, createdAt: 1, lastMatchedAt: null }
    await store.addSecret({ id: `sec_${id}`, binKey, scheme: 'stripe', sealed: Uint8Array.of(1), ...rest }, 50)
    const judged = { version: 1, signature: VALID }
    for (let i = 0; i < 30; i += 1)
      await store.addCaptures(Array.from({ length: 400 }, () => aCapture(binKey, { judged, facts: NO_FACTS })))
    for (let i = 0; i < 1_000; i += 1) await store.addCaptures([aCapture(binKey, { judged: { version: -1, signature: null } })])
    await database.sql('ANALYZE')
  })
  afterAll(() => database.close())

  test('finds a range of the backlog and those that adjoin it without reading all of them', async () => {
    const statements: Statement[] = []
    const rowFor = (sql: string): Row[] => {
      if (sql.includes('ORDER BY "total"')) return [{ binKey, fromSeq: 12_500, throughSeq: 12_500, total: 1 }]
      return sql.includes('FROM "Bin"') ? [{ id: 'x', captureTag: 'x', lastSeq: 13_000, secretsVersion: 1 }] : []
    }
    await verdictBacklog(() => Promise.reject(new Error('reads by its script')), {
      locks: { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: { sql: 'SELECT 1', args: [] } },
      async run(script) {
        const running = script()
        let next = running.next()
        while (!next.done) {
          if (!('sql' in next.value)) throw new Error('this script yields single statements')
          statements.push(next.value)
          next = running.next(rowFor(next.value.sql))
        }
        return next.value
      },
    }).claimUnjudged(1_000, 2_000)
    const plans: string[] = []
    for (const statement of statements.filter(({ sql }) => sql.includes('"VerdictBacklog"')))
      plans.push(await planOf(database, name, statement))
    expect(plans).toHaveLength(4)
    expect(plans[0]).toMatch(/VerdictBacklog_total_binKey_fromSeq_idx/)
    for (const plan of plans) expect(plan).not.toMatch(/TEMP B-TREE|Sort|Seq Scan/)
    for (const plan of plans.slice(1)) expect(plan).not.toMatch(/\bSCAN /)
  })

  test('stores verdicts without reading other rows', async () => {
    const bin = { key: binKey, id: 'x', captureTag: 'x', secretsVersion: 1 }
    const range = { bin, lastSeq: 13_000, fromSeq: 12_001, throughSeq: 12_100, total: 100 }
    const judged = Array.from({ length: 100 }, (_, i) => ({ seq: 12_001 + i, signature: VALID }))
    const noQuery: Query = () => Promise.reject(new Error('reads by its script'))
    const plans = await statementPlans(name, database).plansOf(
      (transactions) => verdictBacklog(noQuery, transactions).storeVerdicts(range, judged, null),
      () => [{ secretsVersion: 1, clearedThrough: 0 }],
    )
    expect(plans).toHaveLength(4) // the bin, old verdicts, new ones, the range
    const wholeTable = name === 'SQLite' ? /\bSCAN (?!v\b|\d+-ROW VALUES)/ : /Seq Scan on (?!"?Bin)/
    for (const plan of plans) expect(plan).not.toMatch(wholeTable)
    if (name === 'SQLite') expect(plans[2]).toMatch(/SEARCH c .*\bseq=\?/) // each capture by its key
  })

  test('a timeline reads the verdicts of its captures by key', async () => {
    const plans: string[] = []
    const query: Query = async (sql, ...args) => {
      plans.push(await planOf(database, name, { sql, args }))
      return (await database.sql(filledIn(name, { sql, args }))) as QueriedRow[]
    }
    const reads = searchReads(query, (column) => column)
    const prefilter = toPrefilter({ kind: 'all' }, 0)
    const { captures } = await reads.scanCaptures(binKey, { seqs: 20, before: 3_000, prefilter })
    expect(captures.map(({ signature }) => signature)).toEqual(Array(20).fill(VALID))
    expect(await reads.unjudgedSpan(binKey)).toEqual({ from: 12_001, through: 13_000 })
    const wholeTable = name === 'SQLite' ? /\bSCAN / : /Seq Scan on "?(?:Capture|CaptureFacts|CaptureVerdict)\b/
    expect(plans.length).toBeGreaterThan(2)
    for (const plan of plans) expect(plan).not.toMatch(wholeTable)
  })
})
