import { execFileSync } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Client } from 'pg'
import { type Child, startChild } from '../child'
import { withChildren } from '../process-stats'
import { freePort, retryUntil, temporaryDirectory } from '../setup'

/** The benchmark's own PostgreSQL: no other load distorts the figures, and it can be killed. */
export type PrivatePostgres = {
  /** A fresh, empty database. */
  createDatabase(): Promise<string>
  pids(): number[]
  /** Like `pg_ctl restart -m immediate`: no checkpoint, as after a power failure. Resolves when it answers again. */
  restartImmediately(): Promise<void>
  stop(): Promise<void>
}

const DEBIAN = '/usr/lib/postgresql'

/** The directory of initdb, or null if Debian's PostgreSQL server package is not installed. */
export function postgresPrograms(): string | null {
  const versions = existsSync(DEBIAN) ? readdirSync(DEBIAN).sort((a, b) => Number(b) - Number(a)) : []
  const newest = versions.map((version) => join(DEBIAN, version, 'bin')).find((bin) => existsSync(join(bin, 'initdb')))
  return newest ?? null
}

export async function startPrivatePostgres(programs: string, cores: number | null): Promise<PrivatePostgres> {
  const directory = temporaryDirectory('postgres')
  const data = join(directory.path, 'data')
  const user = serverUser()
  if (user) chownSync(directory.path, user.uid, user.gid)
  execFileSync(join(programs, 'initdb'), ['-D', data, '-A', 'trust', '-U', 'creel', '--no-sync', '-E', 'UTF8'], {
    ...user,
    cwd: directory.path,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const port = await freePort()
  appendFileSync(
    join(data, 'postgresql.conf'),
    `\nlisten_addresses = '127.0.0.1'\nport = ${port}\nunix_socket_directories = ''\n`,
  )
  const url = (database: string) => `postgresql://creel@127.0.0.1:${port}/${database}`
  let postmaster = await start()
  let made = 0

  async function start(): Promise<Child> {
    const logFile = join(directory.path, 'log')
    const child = startChild({
      command: join(programs, 'postgres'),
      args: ['-D', data],
      cwd: directory.path,
      logFile,
      cores,
      ...user,
    })
    const why = (late: boolean) => (late || !child.isRunning() ? `PostgreSQL did not start:\n${child.output()}` : null)
    await retryUntil(() => query(url('postgres'), 'SELECT 1').then(() => true), why, 30_000)
    return child
  }

  return {
    async createDatabase() {
      made += 1
      await query(url('postgres'), `CREATE DATABASE creel${made}`)
      return url(`creel${made}`)
    },
    pids: () => withChildren(postmaster.pid),
    async restartImmediately() {
      postmaster.kill('SIGQUIT')
      await postmaster.exited
      for (let attempt = 1; ; attempt += 1) {
        try {
          postmaster = await start()
          return
        } catch (error) {
          if (attempt === 5) throw error // its last children may hold the shared memory a moment longer
          await new Promise((resolve) => setTimeout(resolve, 200))
        }
      }
    },
    async stop() {
      postmaster.kill('SIGINT') // fast shutdown; SIGTERM would wait for the clients
      await postmaster.exited
      directory.remove()
    },
  }
}

/** PostgreSQL refuses to run as root, so root runs it as the user that Debian's package creates. */
function serverUser(): { uid: number; gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (flag: string) => Number(execFileSync('id', [flag, 'postgres']).toString())
  return { uid: id('-u'), gid: id('-g') }
}

async function query(connectionString: string, sql: string): Promise<void> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}
