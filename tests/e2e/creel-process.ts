import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { ROOT } from '../../scripts/sources.mjs'

/** The built server as users run it, in its own process, with SQLite in a temporary directory and its own port. */
export type CreelProcess = {
  /** `http://127.0.0.1:{port}`; the same after a restart. */
  readonly url: string
  readonly port: number
  /** Kills it with -9. */
  kill(): Promise<void>
  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null>
  /** Starts it again on the same port and database. */
  start(): Promise<void>
  /** Stops it and removes its directory. */
  remove(): Promise<void>
}

const READY = /^Creel is ready: http:\/\/[^:]+:(\d+)$/

export async function startCreel(env: Record<string, string> = {}): Promise<CreelProcess> {
  const directory = await mkdtemp(join(tmpdir(), 'creel-e2e-'))
  const settings = { DATABASE_URL: 'file:./creel.db', CREEL_RESEND_ALLOW: '127.0.0.1/32', ...env }
  let { child, port } = await spawnServer(directory, { PORT: '0', ...settings })

  async function end(signal: NodeJS.Signals): Promise<number | null> {
    if (child.exitCode !== null || child.signalCode !== null) return child.exitCode
    const exited = once(child, 'exit')
    child.kill(signal)
    const [code] = await exited
    return code
  }

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    kill: async () => void (await end('SIGKILL')),
    stop: () => end('SIGTERM'),
    start: async () => {
      child = (await spawnServer(directory, { PORT: String(port), ...settings })).child
    },
    remove: async () => {
      await end('SIGKILL')
      await rm(directory, { recursive: true, force: true })
    },
  }
}

/** Resolves with the port once the ready line was printed. */
async function spawnServer(directory: string, env: Record<string, string>): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(ROOT, 'dist/server.js')], {
    cwd: directory, // the program must find its pages and migrations from any directory
    env: { ...withoutSettings(process.env), NODE_ENV: 'production', HOST: '127.0.0.1', ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const printed: string[] = []
  const lines = createInterface({ input: child.stdout })
  for await (const line of lines) {
    const port = READY.exec(line)?.[1]
    if (port) {
      child.stdout.resume() // so that later log lines do not fill the pipe
      return { child, port: Number(port) }
    }
    printed.push(line)
  }
  throw new Error(`The server ended before it was ready:\n${printed.join('\n')}`)
}

/** Removes settings that the developer's shell may have for another Creel. */
function withoutSettings(env: NodeJS.ProcessEnv): Record<string, string | undefined> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith('CREEL_') && name !== 'REDIS_URL'))
}
