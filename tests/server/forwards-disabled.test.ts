import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { createForward, getForward, updateForward } from '#lib/services/forwards/manage-forwards'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from '../store/databases'
import { type ForwardTarget, openTarget } from './forward-target'
import { type Creel, startCreel } from './start-creel'

const WAIT = { timeout: 10_000 }

describe.each(databases)('a forward that is disabled, on %s', (_name, openDatabase) => {
  let database: OwnDatabase
  let creel: Creel
  let target: ForwardTarget
  let bin: StoredBin
  beforeAll(async () => {
    database = await openDatabase()
    creel = await startCreel({ env: { DATABASE_URL: database.url, CREEL_LOG_LEVEL: 'warn' } })
  })
  afterAll(async () => {
    await creel?.close()
    await database?.close()
  })
  beforeEach(async () => {
    target = await openTarget()
    bin = await creel.createBin()
  })
  afterEach(() => target.close())

  const create = () =>
    createForward(creel.runtime, creel.owner, bin.id, {
      name: 'to the test',
      url: target.url,
      q: null,
      path: 'keep',
      headerChanges: [],
      sign: null,
      order: 'none',
      concurrency: 4,
      rate: null,
      retry: RETRY_DEFAULT,
      enabled: true,
    })
  const setEnabled = (id: string, enabled: boolean) => updateForward(creel.runtime, creel.owner, bin.id, id, { enabled })
  const threeCaptures = async () => {
    for (let n = 1; n <= 3; n++) {
      const { status } = await fetch(`${creel.url}/in/${bin.id}/${n}`, { method: 'POST' })
      expect(status).toBe(200)
    }
  }
  const allWait = (id: string) =>
    vi.waitFor(async () => {
      const forward = await getForward(creel.runtime, creel.owner, bin.id, id)
      expect(forward).toMatchObject({ state: 'paused', lag: 3 })
    }, WAIT)
  const allCome = () => vi.waitFor(() => expect(target.received).toHaveLength(3), WAIT)

  test('sends nothing, and once enabled sends what arrived meanwhile', async () => {
    const { id } = await create()
    await setEnabled(id, false)
    await threeCaptures()
    await allWait(id)
    expect(target.received).toHaveLength(0)
    await setEnabled(id, true)
    await allCome()
  })

  test('sends nothing either while a process leases it', async () => {
    const { store } = creel.runtime
    const { claimForwards } = store
    const disabled = new Promise<string>((resolve) => {
      store.claimForwards = async (lease) => {
        const claimed = await claimForwards(lease)
        if (claimed.length === 0) return claimed
        store.claimForwards = claimForwards
        const { forward } = claimed[0]!
        await store.updateForward(bin.key, forward.id, { enabled: false })
        resolve(forward.id)
        return [{ ...claimed[0]!, forward: (await store.findForward(bin.key, forward.id))! }]
      }
    })
    const { id } = await create()
    expect(await disabled).toBe(id)
    await threeCaptures()
    await allWait(id)
    expect(target.received).toHaveLength(0)
    await setEnabled(id, true)
    await allCome()
  })
})
