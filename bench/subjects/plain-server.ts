import { existsSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { type Child, startChild } from '../child'
import { freePort, retryUntil, temporaryDirectory } from '../setup'
import { bundleServer } from './bundle-server'
import type { Subject } from './subject'

const PATH = '/in/0123456789abcdefghjkmn'

export const bareHttp: Subject = plainServer({
  key: 'a',
  title: 'bare node:http, stores nothing',
  name: 'bare-http',
  stores: false,
  env: {},
})
export const sqliteLimit: Subject = plainServer({
  key: 'b',
  title: 'node:http + better-sqlite3, group commit, FULL',
  name: 'sqlite-limit',
  stores: true,
  env: {},
})
export const sqliteLimitTuned: Subject = plainServer({
  key: 'b-tuned',
  title: 'the same, 16 KB pages, integer key',
  name: 'sqlite-limit',
  stores: true,
  env: { TUNED: '1' },
})

type Plain = { key: string; title: string; name: string; stores: boolean; env: Record<string, string> }

function plainServer({ key, title, name, stores, env }: Plain): Subject {
  return {
    key,
    title,
    async start({ cores }) {
      const directory = temporaryDirectory(name)
      const databaseFile = join(directory.path, 'captures.db')
      const port = await freePort()
      const child = startChild({
        command: process.execPath,
        args: [await bundleServer(name)],
        env: { ...env, PORT: String(port), DATABASE_FILE: databaseFile },
        logFile: join(directory.path, 'log'),
        cores,
      })
      await answers(`http://127.0.0.1:${port}${PATH}`, child)
      return {
        urls: [`http://127.0.0.1:${port}${PATH}`],
        pids: [child.pid],
        databasePids: () => [],
        storedCount: async () => (stores ? countRows(databaseFile, 'capture') - 1 : null), // minus the request that checked that it was up
        async stop() {
          await child.stop()
          const diskBytes = stores ? sqliteBytes(databaseFile) : null
          directory.remove()
          return { diskBytes }
        },
      }
    },
  }
}

function answers(url: string, child: Child): Promise<Response> {
  const post = () => fetch(url, { method: 'POST', body: '{}' })
  return retryUntil(post, (late) => (late || !child.isRunning() ? `${url} did not answer:\n${child.output()}` : null), 10_000)
}

/** Counted on a separate connection, so that the result does not depend on the server. */
export function countRows(databaseFile: string, table: string): number {
  const db = new Database(databaseFile, { readonly: true })
  try {
    return (db.prepare(`SELECT count(*) AS n FROM "${table}"`).get() as { n: number }).n
  } finally {
    db.close()
  }
}

/** The size of the database including its write-ahead log. */
export function sqliteBytes(databaseFile: string): number {
  return ['', '-wal'].reduce((sum, end) => sum + (existsSync(databaseFile + end) ? statSync(databaseFile + end).size : 0), 0)
}
