import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, afterEach, test as base, beforeAll, beforeEach, expect, vi } from 'vitest'
import type { Bus, BusMessage } from '#lib/live/bus'
import { createRedisBus } from '#lib/live/redis-bus'
import { redisUrl } from '../../services'
import { openStallableProxy, type StallableProxy } from './stallable-proxy'

/** Without Redis these tests are skipped, and npm test reports that. */
const REDIS_URL = redisUrl ?? 'redis://unused'
const { hostname, port } = new URL(REDIS_URL)
const test = base.skipIf(redisUrl === null)

let admin: Redis
let channel: string
let proxy: StallableProxy
const opened: Bus[] = []

beforeAll(() => {
  admin = new Redis(REDIS_URL, { lazyConnect: true })
})
beforeEach(async () => {
  channel = `creel-test:${randomUUID()}`
  proxy = await openStallableProxy({ host: hostname, port: Number(port || 6379) })
})
afterEach(async () => {
  for (const bus of opened.splice(0)) await bus.close()
  await proxy.close()
})
afterAll(() => admin.disconnect())

type OpenedBus = { bus: Bus; messages: BusMessage[]; returns: number; said: string[] }

function open(url: string, heartbeatMs = 60_000): OpenedBus {
  const said: string[] = []
  const log = {
    debug() {},
    info: (text: unknown) => void said.push(String(text)),
    warn: (_fields: unknown, text?: string) => void said.push(text!),
  }
  const heard: OpenedBus = { bus: createRedisBus(url, log, { channel, heartbeatMs }), messages: [], returns: 0, said }
  heard.bus.subscribe((message) => heard.messages.push(message))
  heard.bus.onReturn(() => (heard.returns += 1))
  opened.push(heard.bus)
  return heard
}

const soon = (fact: () => unknown) => vi.waitFor(fact, { timeout: 8000, interval: 5 })
const untilSubscribers = (count: number) =>
  soon(async () => expect(await admin.pubsub('NUMSUB', channel)).toEqual([channel, count]))

/** Two processes, the first behind the proxy. */
async function openTwo(heartbeatMs?: number): Promise<[OpenedBus, OpenedBus]> {
  const pair: [OpenedBus, OpenedBus] = [open(proxiedUrl(), heartbeatMs), open(REDIS_URL)]
  await untilSubscribers(2)
  await soon(() => expect(proxy.accepted()).toBe(2))
  pair[0].bus.publish(reached(0)) // both of its connections are up once this arrives
  await soon(() => {
    if (pair[1].messages.length === 0) pair[0].bus.publish(reached(0))
    expect(pair[1].messages).not.toEqual([])
  })
  pair[0].bus.publish(cleared) // comes after all that were published until the first arrived
  await soon(() => expect(pair[1].messages).toContainEqual(cleared))
  pair[1].messages.length = 0
  return pair
}

const proxiedUrl = () => `redis://127.0.0.1:${proxy.port}`
const reached = (seq: number): BusMessage => ({ reached: [['bin', seq]] })
const cleared: BusMessage = { happened: [['bin', { type: 'bin:cleared', throughSeq: 3 }]] }

test('a message reaches the other processes in the order of sending, but not its sender', async () => {
  const [a, b] = await openTwo()
  const c = open(REDIS_URL)
  await untilSubscribers(3)
  for (const message of [reached(1), cleared, reached(2)]) a.bus.publish(message)
  for (const each of [b, c]) await soon(() => expect(each.messages).toEqual([reached(1), cleared, reached(2)]))
  b.bus.publish(reached(3))
  await soon(() => expect(a.messages).toEqual([reached(3)]))
})

test('a removed listener gets nothing more', async () => {
  const [a, b] = await openTwo()
  const heard: BusMessage[] = []
  b.bus.subscribe((message) => heard.push(message))()
  a.bus.publish(reached(1))
  await soon(() => expect(b.messages).toEqual([reached(1)]))
  expect(heard).toEqual([])
})

test('ignores messages that are not ours', async () => {
  const [a, b] = await openTwo()
  const bad = [
    '',
    'null',
    '{',
    '[]',
    '{"from":"x"}',
    '{"from":"x","message":{"reached":[["bin",-1]]}}',
    '{"from":"x","message":{"happened":[["b"]]}}',
  ]
  bad.push(JSON.stringify({ from: 'x', message: { happened: [['b', { type: 'constructor' }]] } }))
  for (const text of bad) await admin.publish(channel, text)
  a.bus.publish(reached(1))
  await soon(() => expect(b.messages).toEqual([reached(1)]))
})

test('starts while Redis is down, reports that once, and connects when it is up', async () => {
  proxy.refuse(true)
  const a = open(proxiedUrl())
  const b = open(REDIS_URL)
  await untilSubscribers(1)
  a.bus.publish(cleared)
  await soon(() => expect(a.said).toHaveLength(1))
  proxy.refuse(false)
  await soon(() => expect(a.returns).toBe(1))
  await soon(() => expect(b.messages).toEqual([{ missed: true }]))
  expect(a.said).toEqual([expect.stringContaining('Redis is unreachable'), 'Redis is back'])
})

test('drops what it cannot send, and reports that to the others after the reconnect', async () => {
  const [a, b] = await openTwo()
  proxy.refuse(true)
  proxy.cut()
  await soon(() => expect(a.said).toHaveLength(1))
  for (let i = 0; i < 1000; i++) a.bus.publish(cleared)
  proxy.refuse(false)
  await soon(() => expect(b.messages).toEqual([{ missed: true }]))
  await soon(() => expect(a.returns).toBe(1))
  a.bus.publish(reached(1))
  await soon(() => expect(b.messages).toEqual([{ missed: true }, reached(1)]))
  expect(b.returns).toBe(0)
})

test('after a disconnect in which it sent nothing, only its own clients may have missed something', async () => {
  const [a, b] = await openTwo()
  proxy.cut()
  await soon(() => expect(a.returns).toBe(1))
  await soon(() => expect(a.said).toContain('Redis is back'))
  a.bus.publish(reached(1))
  await soon(() => expect(b.messages).toEqual([reached(1)]))
})

test('buffers a bounded amount while Redis does not answer, then reports that the rest was dropped', async () => {
  const [a, b] = await openTwo()
  proxy.stall()
  const big: BusMessage = { reached: Array.from({ length: 1000 }, (_, i): [string, number] => [`bin-${i}`, 1]) }
  const bigChars = JSON.stringify(big).length
  const count = Math.ceil(12_000_000 / bigChars)
  for (let i = 0; i < count; i++) a.bus.publish(big)
  proxy.flow()
  await soon(() => expect(b.messages.at(-1)).toEqual({ missed: true }))
  expect((b.messages.length - 1) * bigChars).toBeLessThan(4_300_000)
  expect(b.messages.length).toBeGreaterThan(1)
})

test('reconnects if the other side shows no sign of life', async () => {
  const [a, b] = await openTwo(300)
  proxy.stall()
  await soon(() => expect(a.returns).toBe(1))
  b.bus.publish(reached(1))
  await soon(() => expect(a.messages).toEqual([reached(1)]))
})

test('close sends what was published before; publishing afterwards does nothing', async () => {
  const [a, b] = await openTwo()
  a.bus.publish(reached(1))
  await a.bus.close()
  a.bus.publish(reached(2))
  await untilSubscribers(1)
  b.bus.publish(reached(3))
  await soon(() => expect(b.messages).toEqual([reached(1)]))
  expect(a.said).toEqual([])
})
