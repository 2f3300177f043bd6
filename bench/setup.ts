import { mkdtempSync, rmSync, statfsSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Linux's number for tmpfs. It is in memory, where an fsync is free, so a measurement there says nothing about disks. */
const TMPFS = 0x01021994

/** A new directory on a real disk, and a function that removes it. */
export function temporaryDirectory(name: string): { path: string; remove(): void } {
  const parent = [process.env.CREEL_BENCH_DIR, tmpdir(), '/var/tmp', process.cwd()].find(
    (candidate) => candidate !== undefined && statfsSync(candidate).type !== TMPFS,
  )
  if (!parent) throw new Error('No directory on a real disk was found; set CREEL_BENCH_DIR to one.')
  const path = mkdtempSync(join(parent, `creel-bench-${name}-`))
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}

/** A port of 127.0.0.1 that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}

/** Retries until `attempt` returns something other than null. Throws on timeout, or as soon as `failed` reports an error. */
export async function retryUntil<T>(
  attempt: () => Promise<T | null>,
  failed: (late: boolean) => string | null,
  timeoutMs: number,
): Promise<T> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const got = await attempt().catch(() => null)
    if (got !== null) return got
    const late = Date.now() > deadline
    const why = failed(late)
    if (why !== null) throw new Error(why)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}
