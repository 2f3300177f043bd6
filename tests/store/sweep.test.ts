import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { BinEvent } from '#lib/live/live'
import { type SweepPorts, sweep } from '#lib/services/sweep'
import { openStore } from '#lib/store/open-store'
import type { Store, StoredBin } from '#lib/store/store'
import { aBin, aCapture } from './fixtures'

let directory: string
let store: Store
let told: [string, BinEvent][]
let forgotten: string[]
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'creel-sweep-'))
  store = await openStore(`file:${directory}/creel.db`, { warn() {} })
  told = []
  forgotten = []
})
afterEach(async () => {
  await store.close()
  await rm(directory, { recursive: true, force: true })
})

const KEEP_ALL = { maxCapturesPerBin: 1_000_000, binTtlMs: null, maxDatabaseBytes: null }

function run(config: Partial<SweepPorts['config']>, ports: Partial<SweepPorts> = {}): Promise<void> {
  return sweep({
    config: { ...KEEP_ALL, ...config },
    store,
    live: { changed: (id, event) => void told.push([id, event]) },
    bins: { forget: (id) => void forgotten.push(id) },
    log: { info() {} },
    now: () => 1_000_000,
    next: async () => true,
    ...ports,
  })
}

async function filledBin(count: number, bodyBytes = 5): Promise<StoredBin> {
  const bin = await store.createBin(aBin())
  const body = Buffer.alloc(bodyBytes)
  for (let i = 0; i < count; i += 100) {
    await store.addCaptures(Array.from({ length: Math.min(100, count - i) }, () => aCapture(bin.key, { body })))
  }
  return bin
}
const seqs = async (bin: StoredBin) => (await store.listCaptures(bin.key, { after: 0, limit: 500 })).map(({ seq }) => seq)

test('keeps the newest N of a bin and the pinned ones, over more than one step, and tells of each that goes', async () => {
  const bin = await filledBin(450)
  await store.updateCapture(bin.key, 3, { pinned: true })
  await run({ maxCapturesPerBin: 5 })
  expect(await seqs(bin)).toEqual([3, 447, 448, 449, 450])
  expect(told.length).toBe(445)
  expect(told[0]).toEqual([bin.id, { type: 'capture:deleted', id: `cap_${bin.captureTag}_1`, seq: 1 }])
})

test('stops trimming where all that is left is pinned', async () => {
  const bin = await filledBin(3)
  for (const seq of [1, 2, 3]) await store.updateCapture(bin.key, seq, { pinned: true })
  await run({ maxCapturesPerBin: 1 })
  expect(await seqs(bin)).toEqual([1, 2, 3])
})

test('deletes bins whose lifetime is over, tells their watchers, and takes their rows', async () => {
  const bin = await filledBin(300)
  const young = await store.createBin(aBin({ createdAt: 999_950 }))
  await run({ binTtlMs: 100 })
  expect(await store.findBin(bin.id)).toBeNull()
  expect(await store.findBin(young.id)).not.toBeNull()
  expect([told, forgotten]).toEqual([[[bin.id, { type: 'bin:deleted' }]], [bin.id]])
  expect(await store.removeStep()).toBe(false)
})

test('keeps the database under its ceiling, from the largest bin first, and gives the room back', async () => {
  const small = await filledBin(20)
  const large = await filledBin(100, 100_000)
  const ceiling = 5_000_000
  await run({ maxDatabaseBytes: ceiling })
  expect(await store.usedBytes()).toBeLessThanOrEqual(ceiling)
  expect((await seqs(small)).length).toBe(20)
  expect((await seqs(large)).at(-1)).toBe(100)
  expect(await store.releaseSpace()).toBe(false)
})

test('ends between two steps where the process stops', async () => {
  const bin = await filledBin(450)
  let steps = 0
  await run({ maxCapturesPerBin: 5 }, { next: async () => ++steps <= 1 })
  expect((await seqs(bin)).length).toBe(250)
})
