import { findPostgresServer, type PostgresServer } from '../databases/postgres-server'
import { redisInstalled, startPrivateRedis } from '../databases/private-redis'
import type { Flags } from '../flags'
import { creelSubject, sqliteDatabase } from './creel-subject'
import { peer } from './peer'
import { bareHttp, sqliteLimit, sqliteLimitTuned } from './plain-server'
import type { Subject } from './subject'

const KEYS = ['a', 'b', 'b-tuned', 'c', 'c-secret', 'd1', 'd2']

/** The requested subjects that this machine can run, and a function that stops what they need. @throws if one is unknown */
export async function findSubjects(flags: Flags): Promise<{ subjects: readonly Subject[]; close(): Promise<void> }> {
  const { only, tree, cores, peers } = flags
  const unknown = only?.find((key) => !KEYS.includes(key))
  if (unknown !== undefined) throw new Error(`There is no subject "${unknown}". Subjects: ${KEYS.join(', ')}.`)
  const wanted = (key: string) => only === null || only.includes(key)
  const c = creelSubject({ key: 'c', title: 'Creel on SQLite', tree, processes: 1, createDatabase: sqliteDatabase })
  const cSecret = creelSubject({
    key: 'c-secret',
    title: 'the same, a bin with a secret',
    tree,
    processes: 1,
    secret: true,
    createDatabase: sqliteDatabase,
  })
  const subjects = [bareHttp, sqliteLimit, sqliteLimitTuned, c, cSecret].filter(({ key }) => wanted(key))
  const closing: (() => Promise<void>)[] = []
  if (wanted('d1') || wanted('d2')) {
    const postgres = await findPostgresServer(cores)
    if (postgres === null) console.error('  left out: PostgreSQL (not installed here, and TEST_POSTGRES_URL is not set)')
    else {
      closing.push(postgres.stop)
      subjects.push(...(await onPostgres(flags, postgres, closing)).filter(({ key }) => wanted(key)))
    }
  }
  subjects.push(...peers.map(({ name, url }) => peer(name, url)))
  return {
    subjects,
    async close() {
      for (const close of closing.reverse()) await close()
    },
  }
}

/** Two processes are connected by Redis if there is one. */
async function onPostgres(
  { tree, cores }: Flags,
  postgres: PostgresServer,
  closing: (() => Promise<void>)[],
): Promise<Subject[]> {
  const redis = redisInstalled ? await startPrivateRedis(cores) : null
  if (redis) closing.push(redis.stop)
  const both = { tree, createDatabase: postgres.createDatabase }
  const between = redis ? { redisUrl: redis.url } : {}
  return [
    creelSubject({ ...both, key: 'd1', title: 'Creel on PostgreSQL, one process', processes: 1 }),
    creelSubject({ ...both, ...between, key: 'd2', title: 'Creel on PostgreSQL, two processes', processes: 2 }),
  ]
}
