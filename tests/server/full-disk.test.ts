import { type ChildProcess, execFileSync } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { startProgram } from './own-process'

// Database and log are on a separate file system that is filled up. Mounting one requires root.

const MOUNT = mkdtempSync(join(tmpdir(), 'creel-full-'))
const mounted = (() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', MOUNT], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

let child: ChildProcess | null = null
afterEach(async () => {
  if (child?.exitCode === null && child.signalCode === null) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})
afterAll(() => {
  if (mounted) execFileSync('umount', ['-l', MOUNT])
  rmSync(MOUNT, { recursive: true, force: true })
})

async function until<T>(read: () => T | null | Promise<T | null>): Promise<T> {
  for (;;) {
    const value = await read()
    if (value !== null) return value
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

async function start(name: string) {
  const log = join(MOUNT, `${name}.log`)
  const stdout = openSync(log, 'a')
  child = startProgram('tests/server/stoppable-creel.ts', {
    env: { ...process.env, DATABASE_URL: `file:${join(MOUNT, name)}.db`, CREEL_LOG_LEVEL: 'info' },
    stdio: ['ignore', stdout, 'inherit'],
  })
  closeSync(stdout)
  const exit = once(child, 'exit').then(([code, signal]) => code ?? signal)
  const { port, binId } = await until(() => {
    const line = readFileSync(log, 'utf8').split('\n', 1)[0]!
    return line.endsWith('}') ? (JSON.parse(line) as { port: number; binId: string }) : null
  })
  const post = (bytes: number) =>
    fetch(`http://127.0.0.1:${port}/in/${binId}`, {
      method: 'POST',
      body: Buffer.alloc(bytes, 'x'),
      signal: AbortSignal.timeout(10_000),
    })
  const ready = async () => (await fetch(`http://127.0.0.1:${port}/readyz`, { signal: AbortSignal.timeout(10_000) })).status
  return { child, exit, log, post, ready }
}

/** Uses all remaining space. */
function fillUp(): { empty(): void } {
  const filler = join(MOUNT, 'filler')
  const fd = openSync(filler, 'w')
  for (const bytes of [1 << 20, 1 << 16, 4096, 1]) {
    try {
      for (;;) writeSync(fd, Buffer.alloc(bytes))
    } catch {} // full for files of this size
  }
  closeSync(fd)
  return { empty: () => writeFileSync(filler, '') }
}

test.skipIf(!mounted)(
  'with disk and log full, every sender gets an answer and /readyz is 503, and both recover when there is room',
  async () => {
    const { post, ready, log } = await start('recovers')
    expect([(await post(10)).status, await ready()]).toEqual([200, 200])
    const disk = fillUp()
    const statuses: number[] = []
    // An existing write-ahead log has some room left.
    while (statuses.filter((status) => status === 503).length < 10) {
      const answers = await Promise.all(Array.from({ length: 10 }, () => post(100_000)))
      statuses.push(...answers.map(({ status }) => status))
    }
    // One batch each, so one error line each: the last page of the log has room for a few.
    for (let i = 0; i < 20; i += 1) statuses.push((await post(100_000)).status)
    expect(new Set(statuses)).toEqual(new Set(statuses.includes(200) ? [200, 503] : [503]))
    expect(await ready()).toBe(503)
    disk.empty()
    await until(async () => ((await post(100_000)).status === 200 ? true : null))
    expect(await ready()).toBe(200)
    expect(await until(() => /"lostLines":[1-9]/.exec(readFileSync(log, 'utf8')))).toBeTruthy()
  },
  60_000,
)

test.skipIf(!mounted)(
  'SIGTERM ends the process with exit code 0 even if the disk is full',
  async () => {
    const { post, exit, child } = await start('stops')
    expect((await post(10)).status).toBe(200)
    const disk = fillUp()
    while ((await post(100_000)).status !== 503);
    child.kill('SIGTERM')
    expect(await exit).toBe(0)
    disk.empty()
  },
  60_000,
)
