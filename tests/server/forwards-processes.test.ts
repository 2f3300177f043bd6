import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, expect, test, vi } from 'vitest'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { newId } from '#lib/core/ids'
import { createForward, getForward } from '#lib/services/forwards/manage-forwards'
import type { Store } from '#lib/store/store'
import { postgresUrl } from '../services'
import { type OwnDatabase, openPostgresql } from '../store/databases'
import { aBin } from '../store/fixtures'
import { openTarget } from './forward-target'
import { startStoppableCreel } from './own-process'
import { startCreel } from './start-creel'

const FAST = { ...RETRY_DEFAULT, schedule: ['100ms'], jitter: 0 }
const SETTINGS = {
  name: 'x',
  q: null,
  path: 'keep',
  headerChanges: [],
  sign: null,
  order: 'none',
  concurrency: 8,
  rate: null,
} as const
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function startProcess(database: OwnDatabase) {
  const started = await startStoppableCreel({ DATABASE_URL: database.url })
  children.push(started.child)
  return started
}

async function aForward(store: Store, url: string) {
  const bin = await store.createBin(aBin({ createdAt: Date.now() }))
  const forward = { id: newId('fwd'), binKey: bin.key, createdAt: Date.now(), url, ...SETTINGS, retry: FAST, enabled: true }
  await store.addForward(forward, 20)
  return { bin, forward }
}

test.skipIf(postgresUrl === null)(
  'forwards each capture at least once with two processes and kill -9',
  { timeout: 60_000 },
  async () => {
    const target = await openTarget((n) => (n % 3 === 0 ? 503 : 200))
    const database = await openPostgresql()
    const { bin, forward } = await aForward(database.store, target.url)
    const doomed = await startProcess(database)
    await vi.waitFor(async () => expect(await database.sql('SELECT "leasedBy" FROM "Forward"')).not.toEqual([{ leasedBy: null }]))
    const other = await startProcess(database)
    const post = async (port: number, n: number) => {
      const { status } = await fetch(`http://127.0.0.1:${port}/in/${bin.id}/${n}`, { method: 'POST' })
      expect(status).toBe(200)
    }
    for (let n = 1; n <= 150; n++) await post(n % 2 === 0 ? doomed.port : other.port, n)
    doomed.child.kill('SIGKILL')
    await once(doomed.child, 'exit')
    for (let n = 151; n <= 200; n++) await post(other.port, n)
    await database.sql('UPDATE "Forward" SET "leasedUntil" = 1') // as if the lease had run out
    await vi.waitFor(
      async () => {
        expect(new Set(target.received.map(({ url }) => url)).size).toBe(200)
        const stored = (await database.store.findForward(bin.key, forward.id))!
        expect(await database.store.countForward(stored)).toMatchObject({ lag: 0, pending: 0, dead: 0 })
      },
      { timeout: 30_000, interval: 100 },
    )
    const delivered = await Promise.all(
      Array.from({ length: 200 }, (_, at) =>
        database.store.listDeliveries(bin.key, at + 1).then((all) => all.some(({ status }) => status === 200)),
      ),
    )
    expect(delivered.filter((done) => !done)).toEqual([])
    other.child.kill('SIGTERM')
    await once(other.child, 'exit')
    expect(await database.sql('SELECT "leasedBy" FROM "Forward"')).toEqual([{ leasedBy: null }])
    await database.close()
    await target.close()
  },
)

test.skipIf(postgresUrl === null)(
  'a new process gets its share of the forwards, and the forwards of a killed one are taken over',
  { timeout: 60_000 },
  async () => {
    const target = await openTarget()
    const database = await openPostgresql()
    const bins: string[] = []
    for (let n = 0; n < 5; n++) bins.push((await aForward(database.store, target.url)).bin.id)
    const held = async () => {
      const rows = await database.sql(
        'SELECT count(*)::int AS "count" FROM "Forward" WHERE "leasedBy" IS NOT NULL GROUP BY "leasedBy" ORDER BY 1',
      )
      return rows.map(({ count }) => count)
    }
    const first = await startProcess(database)
    await vi.waitFor(async () => expect(await held()).toEqual([5]), { timeout: 10_000, interval: 100 })
    const second = await startProcess(database)
    await vi.waitFor(async () => expect(await held()).toEqual([2, 3]), { timeout: 15_000, interval: 100 })

    first.child.kill('SIGKILL')
    await once(first.child, 'exit')
    for (const bin of bins) await fetch(`http://127.0.0.1:${second.port}/in/${bin}/after`, { method: 'POST' })
    await vi.waitFor(() => expect(target.received).toHaveLength(5), { timeout: 20_000, interval: 100 })
    expect(await held()).toEqual([5])

    const third = await startProcess(database)
    second.child.kill('SIGTERM')
    await once(second.child, 'exit')
    await vi.waitFor(async () => expect(await held()).toEqual([5]), { timeout: 10_000, interval: 100 })
    third.child.kill('SIGTERM')
    await once(third.child, 'exit')
    expect(await held()).toEqual([])
    expect(await database.sql('SELECT * FROM "ForwardWorker" WHERE "until" > extract(epoch from now()) * 1000')).toEqual([])
    await database.close()
    await target.close()
  },
)

test.skipIf(postgresUrl === null)('no two processes lease the same forward', async () => {
  const database = await openPostgresql()
  const other = await database.openAnother()
  for (let n = 0; n < 30; n++) await aForward(database.store, 'http://127.0.0.1:9/')
  const now = Date.now()
  const claim = (store: Store, by: string) =>
    store
      .claimForwards({ by, until: now + 1_000, lapsedBy: now, limit: 100, steal: false })
      .then((all) => all.map(({ forward }) => forward.id))
  const [mine, theirs] = await Promise.all([claim(database.store, 'a'), claim(other, 'b')])
  expect(new Set([...mine, ...theirs]).size).toBe(mine.length + theirs.length)
  expect(await claim(other, 'b')).toHaveLength(30 - mine.length - theirs.length)
  const { held } = await database.store.renewForwards({ by: 'a', until: now + 2_000, now, alone: false })
  expect([...held.keys()].sort()).toEqual(mine.sort())
  await database.close()
})

test('a capture is dead with the code target_forbidden if the address is refused after the look-up', async () => {
  const target = await openTarget()
  const creel = await startCreel({ env: { CREEL_RESEND_ALLOW: 'none' } })
  const bin = await creel.createBin()
  const url = target.url.replace('127.0.0.1', 'localhost')
  const settings = {
    name: 'x',
    url,
    q: null,
    path: 'keep',
    headerChanges: [],
    sign: null,
    order: 'none',
    concurrency: 1,
  } as const
  const { id } = await createForward(creel.runtime, creel.owner, bin.id, { ...settings, rate: null, retry: FAST, enabled: true })
  await fetch(`${creel.url}/in/${bin.id}`)
  const get = () => getForward(creel.runtime, creel.owner, bin.id, id)
  await vi.waitFor(async () =>
    expect(await get()).toMatchObject({ dead: 1, lastError: expect.stringContaining('may not reach') }),
  )
  const [delivery] = await creel.runtime.store.listDeliveries(bin.key, 1)
  expect(delivery).toMatchObject({ status: null, error: { code: 'target_forbidden' }, via: 'forward' })
  expect(target.received).toEqual([])
  await creel.close()
  await target.close()
})
