import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bodyMemoryOf } from '#lib/limits/body-memory'
import { createFairPool } from '#lib/limits/fair-pool'
import type { TimeLimits } from '#lib/server/front-server'
import type { StoredBin } from '#lib/store/stored-bin'
import { postgresqlIsThere, temporaryPostgresql } from '../store/temporary-postgresql'
import { nextRefusal } from './next-refusal'
import { openRaw, type RawConnection, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

const DECLARED = 5_000
const TIME_LIMITS: TimeLimits = {
  keepAliveTimeout: 5_000,
  headersTimeout: 5_000,
  requestTimeout: 60_000,
  idleTimeout: 60_000,
  connectionsCheckingInterval: 50,
}
const part = Buffer.alloc(1_234, 'abcdefghij')
const head = (bin: StoredBin, ...headers: string[]) =>
  `POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\n${headers.map((each) => `${each}\r\n`).join('')}\r\n`
const declared = (bin: StoredBin) => head(bin, `Content-Length: ${DECLARED}`)
const chunked = (bin: StoredBin) => head(bin, 'Transfer-Encoding: chunked')
/** The beginning of a chunk that announces more than arrives. */
const partOfChunk = Buffer.concat([Buffer.from('1000\r\n'), part])
const ways = {
  declared: (bin: StoredBin) => [declared(bin), part],
  chunked: (bin: StoredBin) => [chunked(bin), partOfChunk],
} satisfies Record<string, (bin: StoredBin) => (string | Buffer)[]>
const cases = [
  ['declared', DECLARED],
  ['chunked', part.byteLength],
] as const

/** Replaces the memory budget for bodies with one whose use a test can observe. */
function bodyMemory(creel: Creel) {
  const starts = createFairPool({ max: 2 ** 20, queueMax: 64 })
  const large = createFairPool({ max: 2 ** 24, queueMax: 64 })
  Object.assign(creel.runtime, { bodyMemory: bodyMemoryOf({ starts, large, waitMs: 10_000, startBytes: 65_536 }) })
  return starts
}

async function begin(creel: Creel, parts: readonly (string | Buffer)[]): Promise<RawConnection> {
  const connection = await openRaw(creel.port)
  connection.socket.on('error', () => {})
  connection.write(...parts)
  return connection
}

const lastSeq = async (creel: Creel, bin: StoredBin) => (await creel.runtime.store.findBin(bin.id))!.lastSeq

async function expectAborted(creel: Creel, bin: StoredBin, body: Buffer, bodySize: number): Promise<void> {
  await expect.poll(() => lastSeq(creel, bin)).toBe(1)
  const stored = await creel.stored(bin, 1)
  expect(stored).toMatchObject({ remoteAddress: '127.0.0.1', truncated: true, aborted: true, bodySize, reply: null })
  expect(Buffer.from(stored.body).equals(body)).toBe(true)
  expect(await creel.runtime.store.listCaptures(bin.key, { limit: 1 })).toMatchObject([{ truncated: true, aborted: true }])
}

describe.each(['SQLite', 'PostgreSQL'])('on %s', (kind) => {
  const skipped = kind === 'PostgreSQL' && !postgresqlIsThere
  let drop = async () => {}
  let creel: Creel
  beforeAll(async () => {
    if (skipped) return
    const database = kind === 'PostgreSQL' ? await temporaryPostgresql() : null
    if (database) drop = database.drop
    creel = await startCreel({ env: database ? { DATABASE_URL: database.url } : {}, timeLimits: TIME_LIMITS })
  })
  afterAll(async () => {
    await creel?.close()
    await drop()
  })

  test.skipIf(skipped).each(cases)(
    'keeps the received part of a %s body when the sender resets the connection',
    async (way, size) => {
      const bin = await creel.createBin()
      const starts = bodyMemory(creel)
      const connection = await begin(creel, ways[way](bin))
      await expect.poll(() => starts.taken).toBe(part.byteLength) // a reset would drop unread bytes
      connection.abort()
      await expectAborted(creel, bin, part, size)
      expect(starts.taken).toBe(0)
    },
  )

  test.skipIf(skipped).each(cases)(
    'keeps the received part of a %s body when the sender closes its half, and answers 400',
    async (way, size) => {
      const bin = await creel.createBin()
      const connection = await begin(creel, ways[way](bin))
      connection.finish()
      expect((await connection.answer()).status).toBe(400)
      await expectAborted(creel, bin, part, size)
    },
  )
})

describe('on one of them', () => {
  let creel: Creel
  beforeAll(async () => {
    creel = await startCreel({ timeLimits: TIME_LIMITS })
  })
  afterAll(() => creel.close())

  test('keeps a request of which only the head arrived', async () => {
    const bin = await creel.createBin()
    const connection = await begin(creel, [declared(bin)])
    connection.finish()
    await connection.closed
    await expectAborted(creel, bin, Buffer.alloc(0), DECLARED)
  })

  test('keeps what arrived before the request timed out, and answers 408', async () => {
    const slow = await startCreel({ timeLimits: { ...TIME_LIMITS, headersTimeout: 200, requestTimeout: 300 } })
    const bin = await slow.createBin()
    const connection = await begin(slow, ways.declared(bin))
    expect((await connection.answer()).status).toBe(408)
    await expectAborted(slow, bin, part, DECLARED)
    await slow.close()
  })

  test('keeps what arrived before the connection was idle for too long', async () => {
    const idle = await startCreel({ timeLimits: { ...TIME_LIMITS, idleTimeout: 200 } })
    const bin = await idle.createBin()
    const connection = await begin(idle, ways.chunked(bin))
    await connection.closed
    await expectAborted(idle, bin, part, part.byteLength)
    await idle.close()
  })

  test('stores and answers the requests before it on the same connection', async () => {
    const bin = await creel.createBin()
    const connection = await begin(creel, [head(bin, 'Content-Length: 2'), 'hi', ...ways.declared(bin)])
    connection.finish()
    expect((await connection.answer()).status).toBe(200)
    await expect.poll(() => lastSeq(creel, bin)).toBe(2)
    expect([(await creel.stored(bin, 1)).aborted, (await creel.stored(bin, 2)).aborted]).toEqual([false, true])
  })

  test.each([
    ['whole', part.byteLength],
    ['in part', DECLARED],
  ])('keeps what arrived %s before the bin was found', async (_, size) => {
    const bin = await creel.createBin()
    const { bins } = creel.runtime
    let letFind = () => {}
    const mayFind = new Promise<void>((resolve) => {
      letFind = resolve
    })
    const find = bins.find.bind(bins)
    const finding = vi.spyOn(bins, 'find').mockImplementation(async (id) => mayFind.then(() => find(id)))
    const gone = new Promise((resolve) => creel.front.server.once('connection', (socket) => socket.once('close', resolve)))
    const connection = await begin(creel, [Buffer.concat([Buffer.from(head(bin, `Content-Length: ${size}`)), part])])
    await expect.poll(() => finding.mock.calls.length).toBe(1)
    connection.abort()
    await gone
    letFind()
    await expect.poll(() => lastSeq(creel, bin)).toBe(1)
    const stored = await creel.stored(bin, 1)
    const whole = size === part.byteLength
    expect(stored.remoteAddress).toBe('127.0.0.1')
    expect([stored.aborted, stored.truncated, stored.bodySize]).toEqual([!whole, !whole, size])
    expect(Buffer.from(stored.body).equals(part)).toBe(true)
  })

  test('stores nothing of a body that violates HTTP, answers 400 and counts it as malformed', async () => {
    const bin = await creel.createBin()
    const refused = nextRefusal(creel)
    const answer = await sendRaw(creel.port, chunked(bin), partOfChunk, Buffer.alloc(0x1000 - part.byteLength), '\r\nzz\r\n')
    expect([answer.status, await refused]).toEqual([400, 'malformed'])
    expect(await lastSeq(creel, bin)).toBe(0)
  })

  test('stores only as many as the rate allows, and the owner sees how many were not stored', async () => {
    const limited = await startCreel({ env: { CREEL_LIMIT_ABORTED_PER_BIN: '2/1h' } })
    const [bin, other] = [await limited.createBin(), await limited.createBin()]
    for (let sent = 0; sent < 5; sent++) {
      const connection = await begin(limited, ways.declared(bin))
      connection.finish()
      await connection.closed
    }
    await expect
      .poll(() => limited.runtime.refusals.of(bin.key))
      .toEqual([{ reason: 'aborted_captures', count: 3, lastAt: expect.any(Number) }])
    expect(await lastSeq(limited, bin)).toBe(2)
    expect((await sendRaw(limited.port, head(bin, 'Content-Length: 2'), 'hi')).status).toBe(200) // other senders are not delayed
    ;(await begin(limited, ways.declared(other))).finish()
    await expect.poll(() => lastSeq(limited, other)).toBe(1)
    await limited.close()
  })

  test('stores nothing if the process itself ends the connection', async () => {
    const stopping = await startCreel()
    const bin = await stopping.createBin()
    const starts = bodyMemory(stopping)
    await begin(stopping, ways.declared(bin))
    await expect.poll(() => starts.taken).toBe(part.byteLength)
    const refused = nextRefusal(stopping)
    const stopped = stopping.front.stop()
    stopping.front.cut()
    await stopped
    expect(await refused).toBe('aborted')
    expect(await lastSeq(stopping, bin)).toBe(0)
    await stopping.close()
  })
})
