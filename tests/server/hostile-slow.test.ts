import type { ChildProcess } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { nextRefusal } from './next-refusal'
import { startStoppableCreel } from './own-process'
import { openRaw, type RawConnection, sendRaw } from './raw-client'
import { type Creel, startCreel } from './start-creel'

describe('time limits', () => {
  let creel: Creel
  beforeAll(async () => {
    creel = await startCreel({
      timeLimits: {
        keepAliveTimeout: 200,
        headersTimeout: 400,
        requestTimeout: 700,
        idleTimeout: 600,
        connectionsCheckingInterval: 50,
      },
    })
  })
  afterAll(() => creel.close())

  /** Writes a byte every 50 ms until the server ends the connection. */
  async function trickle(connection: RawConnection, byte: string): Promise<void> {
    connection.socket.on('error', () => {})
    while (!connection.socket.destroyed && !connection.socket.readableEnded) {
      connection.write(byte)
      await pause(50)
    }
  }

  test.each([
    ['nothing at all', ''],
    ['half a head', 'POST /in/x HTTP/1.1\r\nHost: x\r\n'],
  ])('answers 408 to a connection that sends %s, and closes it', async (_name, bytes) => {
    const refused = nextRefusal(creel)
    const connection = await openRaw(creel.port)
    connection.write(bytes)
    expect((await connection.answer()).status).toBe(408)
    await connection.closed
    expect(await refused).toBe('timeout')
  })

  test('answers 408 to a head that arrives byte by byte, and closes', async () => {
    const connection = await openRaw(creel.port)
    connection.write('POST /in/x HTTP/1.1\r\nHost: x\r\nA: ')
    const trickling = trickle(connection, 'a')
    expect((await connection.answer()).status).toBe(408)
    await connection.closed
    connection.socket.destroy()
    await trickling
  })

  test('ends a body that arrives byte by byte, and stores it as aborted', async () => {
    const bin = await creel.createBin()
    const connection = await openRaw(creel.port)
    connection.write(`POST /in/${bin.id} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n`)
    const trickling = trickle(connection, 'a')
    await connection.closed
    connection.socket.destroy()
    await trickling
    await expect.poll(async () => (await creel.runtime.store.findBin(bin.id))?.lastSeq).toBe(1)
    expect(await creel.stored(bin, 1)).toMatchObject({ bodySize: 1_000, truncated: true, aborted: true })
  })

  test('closes an idle connection', async () => {
    const bin = await creel.createBin()
    const connection = await openRaw(creel.port)
    connection.write(`GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect((await connection.answer()).status).toBe(200)
    await connection.closed
  })
})

describe('connection limits', () => {
  test('closes new connections beyond the total limit, and frees a place when one leaves', async () => {
    const creel = await startCreel({ env: { CREEL_LIMIT_CONNECTIONS: '5' } })
    const held = await Promise.all(Array.from({ length: 5 }, () => openRaw(creel.port)))
    const refused = nextRefusal(creel)
    await (await openRaw(creel.port)).closed
    expect(await refused).toBe('connections')
    held[0]!.abort()
    const bin = await creel.createBin()
    await expect
      .poll(() =>
        sendRaw(creel.port, `GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`).then(
          ({ status }) => status,
          () => null,
        ),
      )
      .toBe(200)
    for (const each of held) each.socket.destroy()
    await creel.close()
  })

  test('closes new connections beyond the limit per address, and keeps its existing ones', async () => {
    const creel = await startCreel({ env: { CREEL_LIMIT_CONNECTIONS_PER_ADDRESS: '3' } })
    const bin = await creel.createBin()
    const held = await Promise.all(Array.from({ length: 3 }, () => openRaw(creel.port)))
    const beyond = await openRaw(creel.port)
    await beyond.closed
    held[0]!.write(`GET /in/${bin.id} HTTP/1.1\r\nHost: x\r\n\r\n`)
    expect((await held[0]!.answer()).status).toBe(200)
    for (const each of [...held, beyond]) each.socket.destroy()
    await creel.close()
  })
})

describe('a crowd, against a server in its own process', () => {
  let directory: string
  let child: ChildProcess
  let port: number
  let binId: string
  const crowd: RawConnection[] = []

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'creel-crowd-'))
    ;({ child, port, binId } = await startStoppableCreel({ DATABASE_URL: `file:${join(directory, 'creel.db')}` }))
  })
  afterAll(async () => {
    for (const { socket } of crowd) socket.destroy()
    child.kill('SIGKILL')
    await rm(directory, { recursive: true, force: true })
  })

  const post = () => sendRaw(port, `POST /in/${binId} HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi`)
  const residentMiB = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))![1]) / 1024

  async function connectMany(count: number): Promise<void> {
    for (let i = 0; i < count; i += 100) crowd.push(...(await Promise.all(Array.from({ length: 100 }, () => openRaw(port)))))
  }

  test('2,000 idle connections and 500 slow senders delay a normal sender by less than a second, and their memory is freed', async () => {
    for (let i = 0; i < 50; i++) await post()
    const before = residentMiB()
    await connectMany(2_500)
    const slow = crowd.slice(0, 500)
    for (const sender of slow) {
      sender.socket.on('error', () => {})
      sender.write(`POST /in/${binId} HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n`)
    }
    const dripping = setInterval(() => {
      for (const sender of slow) sender.write('aaaaaaaaaaaaaaaa')
    }, 50)
    let slowestMs = 0
    for (let i = 0; i < 100; i++) {
      const startedAt = performance.now()
      expect((await post()).status).toBe(200)
      slowestMs = Math.max(slowestMs, performance.now() - startedAt)
      await pause(20)
    }
    clearInterval(dripping)
    for (const { socket } of crowd) socket.destroy()
    expect(slowestMs).toBeLessThan(1_000)
    await expect.poll(() => post().then(({ status }) => status)).toBe(200)
    await expect.poll(residentMiB, { timeout: 20_000, interval: 500 }).toBeLessThan(before + 64)
  })
})
