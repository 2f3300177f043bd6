import { spawnSync } from 'node:child_process'
import { connect } from 'node:net'
import { join } from 'node:path'
import { type Child, startChild } from '../child'
import { freePort, retryUntil, temporaryDirectory } from '../setup'

/** The benchmark's own Redis, which can be killed. */
export type PrivateRedis = {
  url: string
  /** kill -9, down for `awayMs`, then started empty. */
  restart(awayMs: number): Promise<void>
  stop(): Promise<void>
}

export const redisInstalled = !spawnSync('redis-server', ['--version']).error

export async function startPrivateRedis(cores: number | null): Promise<PrivateRedis> {
  const directory = temporaryDirectory('redis')
  const port = await freePort()
  let child = await start()

  async function start(): Promise<Child> {
    const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', directory.path]
    const started = startChild({ command: 'redis-server', args, logFile: join(directory.path, 'log'), cores })
    await retryUntil(
      () => accepts(port),
      (late) => (late || !started.isRunning() ? `Redis did not start:\n${started.output()}` : null),
      10_000,
    )
    return started
  }

  return {
    url: `redis://127.0.0.1:${port}`,
    async restart(awayMs) {
      child.kill('SIGKILL')
      await child.exited
      await new Promise((resolve) => setTimeout(resolve, awayMs))
      child = await start()
    },
    async stop() {
      await child.stop()
      directory.remove()
    },
  }
}

function accepts(port: number): Promise<true> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', reject)
  })
}
