import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { getPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { parseFilter } from '#lib/core/filter/parse-filter'
import { createScan } from '#lib/scan/create-scan'
import type { CaptureQuery, Scan } from '#lib/scan/scan'
import { lowerThreadPriority } from '#lib/scan/thread-priority'
import { openStore } from '#lib/store/open-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import { aBin, aCapture } from './fixtures'

const ROWS = 3_000
const error = vi.fn()
let directory: string
let store: Store
let scan: Scan
let bin: StoredBin

beforeEach(async () => {
  error.mockClear()
  directory = await mkdtemp(join(tmpdir(), 'creel-scan-'))
  const url = `file:${directory}/creel.db`
  store = await openStore(url, { warn() {} })
  scan = createScan(url, { error })
  bin = await store.createBin(aBin())
  await store.addCaptures(Array.from({ length: ROWS }, () => aCapture(bin.key)))
})
afterEach(async () => {
  await scan.close()
  await store.close()
  await rm(directory, { recursive: true, force: true })
})

function wanted(q: string, page: Partial<CaptureQuery['page']> = {}): CaptureQuery {
  const parsed = parseFilter(q)
  if (!parsed.ok) throw new Error(parsed.error.message)
  const permission = { redacted: false, captureSeq: null, gate: null }
  return { bin, permission, filter: parsed.filter, page: { limit: 5, ...page }, now: Date.now() }
}
const never = () => new AbortController().signal

test('finds a capture stored just before, on a read-only thread', async () => {
  const { captures, next } = await scan.findCaptures(wanted('method:POST'), never())
  expect([captures.map(({ seq }) => seq), next]).toEqual([[3000, 2999, 2998, 2997, 2996], 2996])
  await store.addCaptures([aCapture(bin.key)])
  expect((await scan.findCaptures(wanted('method:POST'), never())).captures[0]?.seq).toBe(3001)
})

test('stops once nobody waits, and returns how far it got', async () => {
  await scan.findCaptures(wanted('method:POST'), never()) // starts the thread
  const stopping = new AbortController()
  const searching = scan.findCaptures(wanted('body.never=="there"'), stopping.signal)
  stopping.abort()
  const { captures, next } = await searching
  expect(captures).toEqual([])
  expect(next).toBeGreaterThan(1)
  await expect(scan.findCaptures(wanted('method:POST'), AbortSignal.abort())).rejects.toThrow(/abort/)
})

test('a crashed thread fails its waiting calls, is logged, and is replaced for the next call', async () => {
  const broken = createScan(`file:${directory}/missing/creel.db`, { error })
  for (let i = 1; i <= 2; i++) {
    await expect(broken.findCaptures(wanted('method:POST'), never())).rejects.toMatchObject({ code: 'storage_unavailable' })
    expect(error).toHaveBeenCalledTimes(i)
  }
  await broken.close()
})

test('a bug fails only its own call, and nothing is searched after the close', async () => {
  const mistaken = { ...wanted('method:POST'), filter: { kind: 'whole' } as never }
  await expect(scan.findCaptures(mistaken, never())).rejects.toThrow(/undefined/)
  expect((await scan.findCaptures(wanted('method:POST'), never())).captures).toHaveLength(5)
  await scan.close()
  await expect(scan.findCaptures(wanted('method:POST'), never())).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('refuses some of very many calls at once with a request to retry, and has room afterwards', async () => {
  const ask = (number: number) => scan.findCaptures({ ...wanted('method:POST'), bin: { ...bin, id: `bin-${number}` } }, never())
  const asked = await Promise.allSettled(Array.from({ length: 150 }, (_, i) => ask(i)))
  const refused = asked.filter(({ status }) => status === 'rejected')
  expect(refused).toHaveLength(50)
  expect(refused[0]).toMatchObject({ reason: { code: 'too_many_requests', options: { headers: { 'retry-after': '1' } } } })
  expect((await scan.findCaptures(wanted('method:POST'), never())).captures).toHaveLength(5)
})

test.each([
  ['a bin', (i: number) => ({ bin: { ...bin, id: 'greedy' }, address: `192.0.2.${i}` })],
  ['an address', (i: number) => ({ bin: { ...bin, id: `bin-${i}` }, address: '192.0.2.1' })],
])('%s with endless calls leaves room for others', async (_, asker) => {
  const look = (who: object) => scan.findCaptures({ ...wanted('method:POST'), ...who }, never())
  const greedy = Promise.allSettled(Array.from({ length: 150 }, (_, i) => look(asker(i))))
  const others = await Promise.all(
    Array.from({ length: 20 }, (_, i) => look({ bin: { ...bin, id: `other-${i}` }, address: `198.51.100.${i}` })),
  )
  expect(others.every(({ captures }) => captures.length === 5)).toBe(true)
  expect((await greedy).some(({ status }) => status === 'rejected')).toBe(true)
})

test.runIf(process.platform === 'linux')('only its thread has a lower priority', async () => {
  await scan.findCaptures(wanted('method:POST'), never())
  const niceOf = (thread: string) => Number(readFileSync(`/proc/self/task/${thread}/stat`, 'utf8').split(') ')[1]!.split(' ')[16])
  const threads = readdirSync('/proc/self/task').map((thread) => ({
    isMain: thread === String(process.pid),
    nice: niceOf(thread),
  }))
  const own = threads.find(({ isMain }) => isMain)!.nice
  expect(threads.filter(({ nice }) => nice === 10)).toHaveLength(own === 10 ? threads.length : 1)
  expect(own).toBe(getPriority())
})

test('sets no priority if it would apply to the whole process, and tolerates a sandbox that forbids it', () => {
  const set = vi.fn()
  for (const platform of ['darwin', 'win32', 'freebsd'] as const) lowerThreadPriority(platform, set)
  expect(set).not.toHaveBeenCalled()
  set.mockImplementation(() => {
    throw new Error('EACCES')
  })
  lowerThreadPriority('linux', set)
  expect(set).toHaveBeenCalledWith(10)
})
