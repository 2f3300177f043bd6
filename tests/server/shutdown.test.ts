import type { ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { startStoppableCreel } from './own-process'
import { openRaw } from './raw-client'
import { startCreel } from './start-creel'

let directory: string
let child: ChildProcess
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'creel-stop-'))
})
afterEach(() => child.kill('SIGKILL'))
afterAll(() => rm(directory, { recursive: true, force: true }))

type Started = { port: number; binId: string; exit: Promise<unknown>; databaseUrl: string }

async function startProcess(name: string, delayMs = 0): Promise<Started> {
  const databaseUrl = `file:${join(directory, name)}`
  const started = await startStoppableCreel({ DATABASE_URL: databaseUrl, DELAY_MS: String(delayMs) })
  child = started.child
  return { ...started, exit: started.exit.then(([code]) => code), databaseUrl }
}

async function lastSeq({ databaseUrl, binId }: Started): Promise<number | undefined> {
  const creel = await startCreel({ env: { DATABASE_URL: databaseUrl } })
  const bin = await creel.runtime.store.findBin(binId)
  await creel.close()
  return bin?.lastSeq
}

/** Node closes idle connections a moment before the listening socket, and the kernel resets those that nobody has accepted then. */
async function refused(port: number): Promise<void> {
  for (;;) {
    try {
      await (await openRaw(port)).closed
    } catch (error) {
      expect((error as NodeJS.ErrnoException).code).toMatch(/^ECONN(REFUSED|RESET)$/)
      if ((error as NodeJS.ErrnoException).code === 'ECONNREFUSED') return
    }
  }
}

test('SIGTERM accepts no new connection, finishes uploads in progress, commits, closes and exits with 0', async () => {
  const started = await startProcess('drain.db')
  const upload = await openRaw(started.port)
  upload.write(`POST /in/${started.binId} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n`)
  expect((await upload.answer()).status).toBe(100)
  const idle = await openRaw(started.port)
  idle.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`)
  await idle.answer()

  child.kill('SIGTERM')
  await idle.closed
  await refused(started.port)
  upload.write('late')
  expect((await upload.answer()).status).toBe(200)
  await upload.closed
  expect(await started.exit).toBe(0)
  expect(await lastSeq(started)).toBe(1)
})

test('SIGTERM ends open event streams and sends delayed replies', async () => {
  const started = await startProcess('streams.db', 30_000)
  const stream = await fetch(`http://127.0.0.1:${started.port}/events`)
  const waiting = await openRaw(started.port)
  waiting.write(`POST /in/${started.binId} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`)
  const other = await openRaw(started.port)
  other.write(`GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n`)
  await other.answer() // so the previous request was read

  child.kill('SIGTERM')
  expect((await waiting.answer()).status).toBe(200)
  await expect(stream.text()).rejects.toThrow()
  expect(await started.exit).toBe(0)
  expect(await lastSeq(started)).toBe(1)
})

test('a second signal ends the process at once', async () => {
  const started = await startProcess('twice.db')
  const upload = await openRaw(started.port)
  upload.write(`POST /in/${started.binId} HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nExpect: 100-continue\r\n\r\n`)
  await upload.answer()
  const idle = await openRaw(started.port)
  child.kill('SIGINT')
  await idle.closed
  child.kill('SIGINT')
  expect(await started.exit).toBe(1)
})
