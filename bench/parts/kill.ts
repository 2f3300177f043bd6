import { postgresPrograms, startPrivatePostgres } from '../databases/private-postgres'
import { redisInstalled, startPrivateRedis } from '../databases/private-redis'
import type { Flags } from '../flags'
import type { Audit } from '../kill/audit'
import { startCluster } from '../kill/cluster'
import { killRounds, postgresRestarts, redisRestarts } from '../kill/scenarios'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

type Found = { title: string; times: number; audit: Audit }

/** Whether acknowledged captures survive kill -9 of Creel and restarts of the databases. @throws if they do not */
export async function kill(flags: Flags): Promise<string> {
  const found = [await onSqlite(flags), ...(await onPostgres(flags))]
  const rows = found.map(({ title, times, audit }) => {
    return [
      title,
      String(times),
      ...[audit.acknowledged, audit.stored, audit.lost, audit.doubled, audit.gaps].map((n) => fixed(n, 0)),
    ]
  })
  const table = toMarkdown({ head: ['', 'times', 'acknowledged', 'stored', 'lost', 'doubled', 'gaps in seq'], rows })
  const broken = found.filter(({ audit }) => audit.lost + audit.doubled + audit.gaps > 0)
  if (broken.length > 0) throw new Error(`${table}\n\nFAILED: ${broken.map(({ title }) => title).join('; ')}`)
  return table
}

async function onSqlite({ tree, cores, kills }: Flags): Promise<Found> {
  const title = 'SQLite, one process, kill -9'
  const directory = temporaryDirectory('kill')
  const databaseUrl = `file:${directory.path}/creel.db`
  const cluster = await startCluster(1, { tree, cores, directory: directory.path, databaseUrl })
  try {
    return { title, times: kills, audit: await killRounds(cluster, kills, (text) => console.error(`  ${title}: ${text}`)) }
  } finally {
    await cluster.stop()
    directory.remove()
  }
}

async function onPostgres({ tree, cores, kills, restarts }: Flags): Promise<Found[]> {
  const programs = postgresPrograms()
  if (programs === null || !redisInstalled) {
    console.error('  left out: PostgreSQL and Redis (their server programs are not installed here)')
    return []
  }
  const postgres = await startPrivatePostgres(programs, cores)
  const redis = await startPrivateRedis(cores)
  const directory = temporaryDirectory('kill')
  const databaseUrl = await postgres.createDatabase()
  const cluster = await startCluster(2, { tree, cores, directory: directory.path, databaseUrl, redisUrl: redis.url })
  const found: Found[] = []
  const record = async (title: string, times: number, run: (say: (text: string) => void) => Promise<Audit>) => {
    found.push({ title, times, audit: await run((text) => console.error(`  ${title}: ${text}`)) })
  }
  try {
    await record('PostgreSQL + Redis, two processes, kill -9', kills, (say) => killRounds(cluster, kills, say))
    await record('PostgreSQL restarted, no checkpoint', restarts, (say) => postgresRestarts(cluster, postgres, restarts, say))
    await record('Redis killed, started empty', restarts, (say) => redisRestarts(cluster, redis, restarts, say))
  } finally {
    await cluster.stop()
    await redis.stop()
    await postgres.stop()
    directory.remove()
  }
  return found
}
