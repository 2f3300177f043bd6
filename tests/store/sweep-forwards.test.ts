import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { RETRY_DEFAULT } from '#lib/core/forward/forward'
import { newId } from '#lib/core/ids'
import { sweep } from '#lib/services/sweep'
import type { SweepPorts } from '#lib/services/sweep-ports'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { databases, type OwnDatabase } from './databases'
import { aBin, aCapture } from './fixtures'
import { sweepPorts } from './sweep-ports'

describe.each(databases)('%s', (_name, open) => {
  let database: OwnDatabase
  let store: Store
  let warned: unknown[]
  beforeAll(async () => {
    database = await open()
    store = database.store
  })
  afterAll(() => database.close())
  beforeEach(async () => {
    warned = []
    for (const table of ['Bin', 'Capture', 'Removal', 'Recount', 'Forward']) await database.sql(`DELETE FROM "${table}"`)
  })

  const log: SweepPorts['log'] = { info() {}, warn: (...line: unknown[]) => void warned.push(line) }
  const run = (config: Partial<SweepPorts['config']>) => sweep(sweepPorts(store, config, { log }))

  /** A forward that has not delivered anything yet. */
  async function addForward({ key: binKey }: StoredBin): Promise<void> {
    const settings = {
      name: 'x',
      url: 'http://127.0.0.1:9/',
      q: null,
      path: 'keep',
      headerChanges: [],
      sign: null,
      order: 'none',
    } as const
    const forward = { ...settings, id: newId('fwd'), binKey, createdAt: 1, concurrency: 1, rate: null, retry: RETRY_DEFAULT }
    await store.addForward({ ...forward, enabled: true }, 20)
  }

  test('a forward and one log line report what the ceiling deleted before it was delivered', async () => {
    const bin = await store.createBin(aBin())
    await addForward(bin)
    const body = Buffer.alloc(1_000)
    await store.addCaptures(Array.from({ length: 20 }, () => aCapture(bin.key, { body })))
    await run({ maxDatabaseBytes: 10_000 })
    const [first] = await store.listCaptures(bin.key, { after: 0, limit: 500 })
    const [forward] = await store.listForwards(bin.key)
    expect(forward!.lastError).toBe(
      `Captures up to #${first!.seq - 1} were deleted before they were delivered: the database held more than CREEL_MAX_DATABASE_BYTES.`,
    )
    expect(warned).toEqual([[{ bins: [bin.id] }, expect.stringContaining('before their forwards delivered them')]])
  })

  test('logs a bin that expires with undelivered captures', async () => {
    const [bin, delivered] = [await store.createBin(aBin({ createdAt: 1 })), await store.createBin(aBin({ createdAt: 1 }))]
    await addForward(bin)
    await addForward(delivered)
    await store.addCaptures([aCapture(bin.key, { receivedAt: 1 }), aCapture(bin.key, { receivedAt: 1 })])
    await run({ binTtlMs: 10 })
    expect(await store.findBin(bin.id)).toBeNull()
    expect(warned).toEqual([[{ bin: bin.id, captures: 2 }, 'a bin expired before its forwards delivered all its captures']])
  })
})
