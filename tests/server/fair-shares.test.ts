import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { bodyMemoryOf } from '#lib/limits/body-memory'
import { createFairPool } from '#lib/limits/fair-pool'
import type { StoredBin } from '#lib/store/stored-bin'
import { openRaw, type RawConnection, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const KIB = 1024
let creel: Creel
const open: RawConnection[] = []
beforeEach(async () => {
  creel = await startCreel()
})
afterEach(async () => {
  for (const { socket } of open.splice(0)) socket.destroy()
  await creel.close()
})

const head = (bin: StoredBin, bytes: number, headers = '') =>
  `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\n${headers}Content-Length: ${bytes}\r\n\r\n`

function bodyMemory({ starts = 64 * KIB * KIB, large, waitMs = 10_000 }: { starts?: number; large: number; waitMs?: number }) {
  const memory = {
    starts: createFairPool({ max: starts, queueMax: 64 }),
    large: createFairPool({ max: large, queueMax: 64 }),
    waitMs,
    startBytes: 64 * KIB,
  }
  Object.assign(creel.runtime, { bodyMemory: bodyMemoryOf(memory) })
  /** Reserved memory for the declared length. The first chunk counts as `starts`. */
  const reserved = () => memory.starts.taken + memory.large.taken
  return { ...memory, reserved }
}

/** Starts a body and sends `sent` bytes of it. */
async function begin(bin: StoredBin, bytes: number, sent: number, headers = ''): Promise<RawConnection> {
  const connection = await openRaw(creel.port)
  open.push(connection)
  connection.socket.on('error', () => {})
  connection.write(head(bin, bytes, headers), Buffer.alloc(sent, 'x'))
  return connection
}

const whole = (bin: StoredBin, bytes: number, headers = '') =>
  sendRaw(creel.port, head(bin, bytes, headers), Buffer.alloc(bytes, 'y'))
const lastSeq = async (bin: StoredBin) => (await creel.runtime.store.findBin(bin.id))!.lastSeq

test('a large body waits for room instead of being refused, and is then stored', async () => {
  const { large, reserved } = bodyMemory({ large: 1000 * KIB })
  const bin = await creel.createBin()
  const first = await begin(bin, 500 * KIB, 200 * KIB)
  await expect.poll(reserved).toBe(500 * KIB)
  const wait = vi.spyOn(large, 'wait')
  const second = whole(bin, 400 * KIB)
  await expect.poll(() => wait.mock.calls.length).toBe(1)
  expect(await lastSeq(bin)).toBe(0)
  first.write(Buffer.alloc(300 * KIB, 'x'))
  expect((await first.answer()).status).toBe(200)
  expect((await second).status).toBe(200)
  expect(Buffer.from((await creel.stored(bin, 2)).body).equals(Buffer.alloc(400 * KIB, 'y'))).toBe(true)
  expect(large.taken).toBe(0)
})

test('a sender that waits too long gets 503 with retry-after', async () => {
  const { reserved } = bodyMemory({ large: 1000 * KIB, waitMs: 50 })
  const bin = await creel.createBin()
  await begin(bin, 600 * KIB, 100 * KIB)
  await expect.poll(reserved).toBe(600 * KIB)
  const refused = await whole(bin, 500 * KIB)
  expect([refused.status, refused.header('retry-after')]).toEqual([503, '2'])
})

test('a sender that stalls half-way releases the room that others wait for', async () => {
  const { reserved } = bodyMemory({ large: 1000 * KIB })
  const bin = await creel.createBin()
  await begin(bin, 1000 * KIB, 100 * KIB)
  await expect.poll(reserved).toBe(1000 * KIB)
  expect((await whole(bin, 300 * KIB)).status).toBe(200)
})

test('a sender that disconnects releases its room at once', async () => {
  const memory = bodyMemory({ large: 1000 * KIB })
  const bin = await creel.createBin()
  const [small, large] = [await begin(bin, 5_000, 50), await begin(bin, 1000 * KIB, 100 * KIB)]
  await expect.poll(() => [memory.starts.taken > 0, memory.large.taken > 0]).toEqual([true, true])
  small.abort()
  large.abort()
  await expect.poll(() => [memory.starts.taken, memory.large.taken]).toEqual([0, 0])
})

test('counts a body by the memory it takes, not by the bytes received', async () => {
  const { starts, large } = bodyMemory({ large: 1000 * KIB })
  const bin = await creel.createBin()
  const connection = await begin(bin, 900 * KIB, 10)
  await expect.poll(() => starts.taken).toBe(10)
  connection.write(Buffer.alloc(10, 'x'))
  await expect.poll(() => starts.taken).toBe(KIB)
  expect(large.taken).toBe(0) // nothing of the declared 900 KiB is allocated yet
})

test('a bin with as many bodies as it can start leaves room for all 100 of another bin', async () => {
  const { starts, large } = bodyMemory({ starts: 1000 * KIB, large: 4000 * KIB })
  const [greedy, other] = await Promise.all([creel.createBin(), creel.createBin()])
  for (let i = 0; i < 5; i++) await begin(greedy, 900 * KIB, 300 * KIB)
  for (let i = 0; i < 100; i++) await begin(greedy, 30 * KIB, 20 * KIB)
  await expect.poll(() => starts.taken > 400 * KIB && large.taken > 1000 * KIB).toBe(true)
  let left = 100
  const send = async () => {
    while (left-- > 0) expect((await whole(other, left % 2 ? 1_500 : 100 * KIB)).status).toBe(200)
  }
  await Promise.all([send(), send(), send(), send()])
  expect(await lastSeq(other)).toBe(100)
})

test("bins behind an untrusted proxy are limited per bin, so one bin's use does not count for others", async () => {
  const { reserved } = bodyMemory({ large: 1000 * KIB, waitMs: 50 })
  const proxied = 'X-Forwarded-For: 203.0.113.7\r\n'
  for (let i = 0; i < 5; i++) await begin(await creel.createBin(), 200 * KIB, 70 * KIB, proxied)
  await expect.poll(reserved).toBe(1000 * KIB)
  expect((await whole(await creel.createBin(), 150 * KIB)).status).toBe(200) // a new address has its share
  expect((await whole(await creel.createBin(), 150 * KIB, proxied)).status).toBe(200)
})

test('a bin over its share of delayed replies is answered at once, and everything is stored', async () => {
  Object.assign(creel.runtime.limits, { delayedReplies: createFairPool({ max: 6 }) })
  const response = { status: 202, headers: [], body: null, delayMs: 30_000 }
  const [greedy, other] = await Promise.all([creel.createBin({ response }), creel.createBin({ response })])
  await begin(greedy, 2, 2)
  await begin(greedy, 2, 2)
  await expect.poll(() => lastSeq(greedy)).toBe(2)
  const undelayed = await whole(greedy, 2)
  expect([undelayed.status, undelayed.header('x-creel-delay')]).toEqual([202, 'skipped'])
  expect(await lastSeq(greedy)).toBe(3)
  expect(await creel.runtime.refusals.of(greedy.key)).toEqual([
    { reason: 'delayed_replies', count: 1, lastAt: expect.any(Number) },
  ])
  const waiting = await begin(other, 2, 2)
  await expect.poll(() => creel.runtime.limits.delayedReplies.taken).toBe(3)
  creel.front.hurry()
  const delayed = await waiting.answer()
  expect([delayed.status, delayed.header('x-creel-delay')]).toEqual([202, null])
})

test('a sender that disconnected no longer takes a place among the delayed replies', async () => {
  const response = { status: 200, headers: [], body: null, delayMs: 30_000 }
  const bin = await creel.createBin({ response })
  const [gone, closed] = [await begin(bin, 2, 2), await begin(bin, 2, 2)]
  const { delayedReplies } = creel.runtime.limits
  await expect.poll(() => delayedReplies.taken).toBe(2)
  gone.abort()
  closed.socket.destroy()
  await expect.poll(() => delayedReplies.taken).toBe(0)
})
