import { expect, test } from 'vitest'
import type { Statement } from '#lib/store/transaction'
import { verdictBacklog } from '#lib/store/verdict-backlog'
import { databases } from './databases'
import { aBin, aCapture } from './fixtures'
import { planOf } from './plan-of'

test.each(databases)('a range of the backlog is found without a look at all of them, on %s', async (name, open) => {
  const database = await open()
  const { store } = database
  const { id, key } = await store.createBin(aBin())
  const rest = { label: null, hint: null, url: null, toleranceSeconds: null, createdAt: 1, lastMatchedAt: null }
  await store.addSecret({ id: `sec_${id}`, binKey: key, scheme: 'stripe', sealed: Uint8Array.of(1), ...rest }, 50)
  for (let i = 0; i < 1_000; i += 1) await store.addCaptures([aCapture(key, { judged: { version: -1, signature: null } })])
  await database.sql('ANALYZE')
  const statements: Statement[] = []
  await verdictBacklog(() => Promise.reject(new Error('reads by its script')), {
    locks: { forUpdate: '', forUpdateSkipLocked: '', wholeDatabase: { sql: 'SELECT 1', args: [] } },
    async run(script) {
      const running = script()
      let next = running.next()
      while (!next.done) {
        statements.push(next.value)
        next = running.next([])
      }
      return next.value
    },
  }).claimUnjudged(1_000, 2_000)
  const plan = await planOf(database, name, statements[0]!)
  expect(plan).toMatch(/VerdictBacklog_total_binKey_fromSeq_idx/)
  expect(plan).not.toMatch(/TEMP B-TREE|Sort/)
  await database.close()
})
