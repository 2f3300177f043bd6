import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoredBin } from '#lib/store/stored-bin'
import { hostileInputs } from './hostile-inputs'
import { openRaw, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

// For a longer run: FUZZ_SECONDS=600 FUZZ_SEED=7 npx vitest run tests/server/hostile-fuzz.test.ts
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 10)
const SEED = Number(process.env.FUZZ_SEED ?? 1)
const AT_ONCE = 16
const ANSWER_MS_MAX = 150
const PROBE_EVERY = 200

let creel: Creel
let bin: StoredBin
beforeAll(async () => {
  creel = await startCreel()
  bin = await creel.createBin()
})
afterAll(() => creel.close())

/** Mulberry32: the same bytes for the same seed. */
function createRandom(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (max: number) => Math.floor(next() * max)
  return { below, of: <T>(list: readonly T[]): T => list[below(list.length)]! }
}
type Random = ReturnType<typeof createRandom>

const VALID_REQUESTS = [
  'POST /in/BIN/a?b=c HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 7\r\n\r\n{"a":1}',
  'POST /in/BIN HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n3\r\nabc\r\n0\r\nX: y\r\n\r\n',
  'GET /in/BIN HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\nhi',
  'GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\nGET /in/BIN HTTP/1.1\r\nHost: localhost\r\n\r\n',
  'GET /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nCookie: creel_key=ck_x\r\n\r\n',
  'POST /socket.io/?EIO=4&transport=polling HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n40{"a":"b"}',
]
const TOKENS = [
  '\r\n',
  '\r',
  '\n',
  '\0',
  ' ',
  '\t',
  ':',
  ';',
  '0\r\n\r\n',
  'chunked',
  '\xff',
  'HTTP/1.1',
  '-1',
  '9'.repeat(30),
  '%00',
  '/in/',
]

/** One input, corrupted in up to six places. */
function mutated(random: Random): string {
  let text: string = random.of(random.below(3) === 0 ? VALID_REQUESTS : hostileInputs.map(({ bytes }) => bytes))
  if (text.length > 4_000 && random.below(4) > 0) text = text.slice(0, 4_000)
  for (let i = random.below(6); i >= 0; i--) {
    const at = random.below(text.length + 1)
    const until = Math.min(text.length, at + random.below(12))
    const [before, cut, after] = [text.slice(0, at), text.slice(at, until), text.slice(until)]
    const mutations = [
      () => before + after,
      () => before + cut + cut + after,
      () => before + random.of(TOKENS) + cut + after,
      () => before + String.fromCharCode(random.below(256)) + text.slice(at + 1),
      () => before,
      () => text + random.of(VALID_REQUESTS),
    ]
    text = random.of(mutations)()
  }
  return text
}

/** Writes an input in up to four pieces, then ends the connection in one of three ways. */
async function sendMutated(random: Random): Promise<void> {
  const bytes = Buffer.from(mutated(random).replaceAll('BIN', bin.id), 'latin1')
  const connection = await openRaw(creel.port)
  connection.socket.on('error', () => {}) // the server may have closed
  for (let from = 0; from < bytes.length; ) {
    const until = random.below(3) === 0 ? bytes.length : Math.min(bytes.length, from + 1 + random.below(bytes.length))
    connection.write(bytes.subarray(from, until))
    from = until
    if (from < bytes.length) await pause(0)
  }
  const way = random.below(3)
  if (way === 0) connection.abort()
  else {
    if (way === 1) connection.finish()
    await Promise.race([connection.closed, connection.answer().catch(() => {}), pause(ANSWER_MS_MAX, undefined, { ref: false })])
  }
  connection.socket.destroy()
}

test(`${SECONDS} s of malformed requests (seed ${SEED}) crash no process, delay nobody and leave no connection`, {
  timeout: (SECONDS + 30) * 1000,
}, async () => {
  const honest = await creel.createBin()
  const endsAt = performance.now() + SECONDS * 1000
  let thrown = 0
  let slowestMs = 0
  async function probe(): Promise<void> {
    const startedAt = performance.now()
    expect((await sendRaw(creel.port, `GET /in/${honest.id} HTTP/1.1\r\nHost: x\r\n\r\n`)).status).toBe(200)
    slowestMs = Math.max(slowestMs, performance.now() - startedAt)
  }
  async function keepThrowing(lane: number): Promise<void> {
    const random = createRandom(SEED * 1000 + lane)
    while (performance.now() < endsAt) {
      await sendMutated(random)
      if (++thrown % PROBE_EVERY === 0) await probe()
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, (_, lane) => keepThrowing(lane)))
  await probe()
  expect(thrown).toBeGreaterThan(SECONDS * 20)
  expect(slowestMs).toBeLessThan(2_000)
  await expect.poll(() => openConnections(), { timeout: 5_000 }).toBe(0)
  const captures = await creel.runtime.store.listCaptures(bin.key, { limit: 500 })
  expect(captures.every(({ target }) => target.includes(bin.id))).toBe(true)
})

function openConnections(): Promise<number> {
  return new Promise((resolve, reject) =>
    creel.front.server.getConnections((error, count) => (error ? reject(error) : resolve(count))),
  )
}
