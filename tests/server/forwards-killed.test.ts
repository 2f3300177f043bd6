import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { afterAll, describe, expect, test, vi } from 'vitest'
import { type ForwardOrder, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { newId } from '#lib/core/ids'
import { databases } from '../store/databases'
import { aBin } from '../store/fixtures'
import { openTarget } from './forward-target'
import { startStoppableCreel } from './own-process'
import { startCreel } from './start-creel'

const WAIT = { timeout: 30_000, interval: 50 }
const children: ChildProcess[] = []
afterAll(() => {
  for (const child of children) child.kill('SIGKILL')
})

async function startProcess(url: string) {
  const started = await startStoppableCreel({ DATABASE_URL: url })
  children.push(started.child)
  return started
}

describe.each(databases)('on %s', (_name, open) => {
  test.each<ForwardOrder>(['none', 'strict'])(
    'after kill -9, what was delivered past the cursor is not sent again, unless somebody retried it (then order %s)',
    async (order) => {
      const database = await open()
      const { store } = database
      let isBack = false
      const target = await openTarget((_n, { url }) => {
        if (isBack) return 200
        return url === '/1' ? () => {} : url === '/4' ? 404 : 200 // /1 is never answered, so the cursor stays before it
      })
      const bin = await store.createBin(aBin({ createdAt: Date.now() }))
      const forward = {
        id: newId('fwd'),
        binKey: bin.key,
        createdAt: Date.now(),
        name: 'x',
        url: target.url,
        q: null,
        path: 'keep',
        headerChanges: [],
        sign: null,
        order: 'none',
        concurrency: 8,
        rate: null,
        retry: { ...RETRY_DEFAULT, schedule: ['100ms'] },
        enabled: true,
      } as const
      await store.addForward(forward, 20)
      const post = (port: number, n: number) => fetch(`http://127.0.0.1:${port}/in/${bin.id}/${n}`, { method: 'POST' })
      const now = async () => (await store.findForward(bin.key, forward.id))!

      const doomed = await startProcess(database.url)
      for (let n = 1; n <= 8; n += 1) await post(doomed.port, n)
      await vi.waitFor(async () => {
        expect(await store.countForward(await now())).toMatchObject({ dead: 1 })
        for (const seq of [2, 3, 5, 6, 7, 8]) expect(await store.listDeliveries(bin.key, seq)).toHaveLength(1)
      }, WAIT)
      doomed.child.kill('SIGKILL')
      await once(doomed.child, 'exit')
      expect(await now()).toMatchObject({ seq: 0 })

      const before = target.received.length
      isBack = true
      await store.updateForward(bin.key, forward.id, { order })
      expect(await store.reviveAttempts(forward.id, { seqs: null, since: null, now: Date.now() })).toBe(1)
      await database.sql('UPDATE "Forward" SET "leasedUntil" = NULL') // as if the lease had run out
      const other = await startCreel({ env: { DATABASE_URL: database.url } })
      await post(other.port, 9)
      await vi.waitFor(async () => {
        expect(await store.countForward(await now())).toMatchObject({ lag: 0, pending: 0, dead: 0 })
      }, WAIT)
      const again = target.received.slice(before).map(({ url }) => url)
      expect(order === 'strict' ? again : again.sort()).toEqual(['/1', '/4', '/9'])
      await other.close()
      await database.close()
      await target.close()
    },
  )
})
