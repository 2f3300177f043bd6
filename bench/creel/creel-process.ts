import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { type Child, startChild } from '../child'
import { freePort, retryUntil } from '../setup'

export type CreelOptions = {
  /** The source tree whose build runs. */
  tree: string
  /** Directory of the log and of a SQLite database. */
  directory: string
  databaseUrl: string
  redisUrl?: string | undefined
  cores: number | null
  port?: number
  env?: Record<string, string>
}

export type CreelProcess = { origin: string; port: number; child: Child; logFile: string }

/** Starts one Creel process and waits until it can store. */
export async function startCreel(options: CreelOptions): Promise<CreelProcess> {
  const creel = await spawnCreel(options)
  const ready = async () => ((await fetch(`${creel.origin}/readyz`)).ok ? true : null)
  const { child } = creel
  await retryUntil(ready, (late) => (late || !child.isRunning() ? `Creel did not get ready:\n${child.output()}` : null), 60_000)
  return creel
}

/** Starts one Creel process without waiting. */
export async function spawnCreel({
  tree,
  directory,
  databaseUrl,
  redisUrl,
  cores,
  port,
  env,
}: CreelOptions): Promise<CreelProcess> {
  const listenOn = port ?? (await freePort())
  const logFile = join(directory, `creel-${listenOn}.log`)
  const child = startChild({
    command: process.execPath,
    args: existsSync(join(tree, 'dist/server.js')) ? ['dist/server.js'] : ['--import', 'tsx', 'server.ts'],
    cwd: tree,
    env: {
      NODE_ENV: 'production',
      HOST: '127.0.0.1',
      PORT: String(listenOn),
      DATABASE_URL: databaseUrl,
      ...(redisUrl === undefined ? {} : { REDIS_URL: redisUrl }),
      CREEL_MAX_CAPTURES_PER_BIN: '1000000000', // retention must not delete what will be counted
      ...env,
    },
    logFile,
    cores,
  })
  return { origin: `http://127.0.0.1:${listenOn}`, port: listenOn, child, logFile }
}
