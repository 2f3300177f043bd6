import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { AppError } from '#lib/core/errors'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { createForward, getForward } from '#lib/services/forwards/manage-forwards'
import { addSecret } from '#lib/services/secrets/add-secret'
import type { StoredBin } from '#lib/store/stored-bin'
import { postgresUrl } from '../services'
import { openPostgresql } from '../store/databases'
import { type ForwardTarget, openTarget } from './forward-target'
import { type Creel, startCreel } from './start-creel'

const WAIT = { timeout: 10_000 }
const SETTINGS = {
  name: 'to the test',
  q: null,
  path: 'keep',
  headerChanges: [],
  sign: null,
  order: 'none',
  concurrency: 1,
  rate: null,
  retry: { ...RETRY_DEFAULT, schedule: ['100ms'] },
  enabled: true,
} as const

let creel: Creel
let target: ForwardTarget
let bin: StoredBin
beforeEach(async () => {
  creel = await startCreel()
  target = await openTarget()
  bin = await creel.createBin()
})
afterEach(async () => {
  await creel.close()
  await target.close()
})

const capture = (path: string) => fetch(`${creel.url}/in/${bin.id}${path}`, { method: 'POST' })
const paths = () => target.received.map(({ url }) => url)

test('a capture that Creel fails to read does not hold up those behind it', async () => {
  const { store } = creel.runtime
  const { findCapture } = store
  store.findCapture = async (binKey, seq) => {
    if (seq === 1) throw new TypeError('a row that cannot be read')
    return findCapture(binKey, seq)
  }
  const retry = { ...RETRY_DEFAULT, schedule: ['1h'] }
  const { id } = await createForward(creel.runtime, creel.owner, bin.id, { ...SETTINGS, url: target.url, retry })
  for (let n = 1; n <= 5; n += 1) await capture(`/${n}`)
  await vi.waitFor(() => expect(paths()).toEqual(['/2', '/3', '/4', '/5']), WAIT)
  await vi.waitFor(async () => {
    const forward = await getForward(creel.runtime, creel.owner, bin.id, id)
    expect(forward).toMatchObject({ pending: 1, dead: 0, lag: 0 })
  }, WAIT)
})

test('a database outage during signing makes no capture dead', async () => {
  const secret = { scheme: 'stripe', secret: 'whsec_0123456789', label: null, url: null, toleranceSeconds: null }
  const { id: secretId } = await addSecret(creel.runtime, creel.owner, bin.id, secret)
  const { store } = creel.runtime
  const { listSecrets } = store
  const { id } = await createForward(creel.runtime, creel.owner, bin.id, { ...SETTINGS, url: target.url, sign: { secretId } })
  let isAway = true
  store.listSecrets = async (binKey) => {
    if (isAway) throw new AppError('storage_unavailable', 'away')
    return listSecrets(binKey)
  }
  const log = vi.spyOn(creel.runtime.log, 'warn')
  await capture('/signed')
  await vi.waitFor(() => expect(log).toHaveBeenCalled(), WAIT)
  isAway = false
  await vi.waitFor(() => expect(paths()).toEqual(['/signed']), WAIT)
  expect(await getForward(creel.runtime, creel.owner, bin.id, id)).toMatchObject({ dead: 0 })
})

test.skipIf(postgresUrl === null)('captures are forwarded even if every event is lost', async () => {
  const database = await openPostgresql()
  const shared = await startCreel({ env: { DATABASE_URL: database.url } })
  shared.runtime.live.follow = () => ({ stop() {} })
  const { id: binId } = await shared.createBin()
  await createForward(shared.runtime, shared.owner, binId, { ...SETTINGS, url: target.url })
  await fetch(`${shared.url}/in/${binId}/unheard`, { method: 'POST' })
  await vi.waitFor(() => expect(paths()).toEqual(['/unheard']), WAIT)
  await shared.close()
  await database.close()
})
