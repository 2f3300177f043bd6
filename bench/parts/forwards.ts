import { findPostgresServer } from '../databases/postgres-server'
import { postgresPrograms, startPrivatePostgres } from '../databases/private-postgres'
import { redisInstalled, startPrivateRedis } from '../databases/private-redis'
import type { Flags } from '../flags'
import { type IngestWithForwards, ingestWithForwards } from '../forwards/ingest-with-forwards'
import { type ForwardVerdict, forwardKills } from '../forwards/kills'
import { median } from '../load/latencies'
import { type Database, sqliteDatabase } from '../subjects/creel-subject'
import { fixed, toMarkdown } from '../table'

/** How much a forward slows ingest down, and whether it keeps its promises under kill -9. @throws if one is broken */
export async function forwards(flags: Flags): Promise<string> {
  const wants = (key: string) => flags.only === null || flags.only.includes(key)
  const texts: string[] = []
  if (wants('ingest')) texts.push(await ingest(flags))
  const orders = [false, true].filter((strict) => wants(strict ? 'strict' : 'none'))
  if (orders.length > 0) texts.push(await kills(flags, orders))
  return texts.join('\n\n')
}

async function ingest(flags: Flags): Promise<string> {
  const postgres = await findPostgresServer(flags.cores)
  const databases: [string, (directory: string) => Promise<Database>][] = [
    ['SQLite', sqliteDatabase],
    ...(postgres ? [['PostgreSQL', postgres.createDatabase] satisfies [string, () => Promise<Database>]] : []),
  ]
  const found = new Map<string, IngestWithForwards[]>(databases.map(([name]) => [name, []]))
  try {
    for (let round = 1; round <= flags.rounds; round += 1) {
      for (const [name, createDatabase] of databases) {
        const beside = await ingestWithForwards(flags, createDatabase)
        found.get(name)!.push(beside)
        console.error(
          `  ${name}, round ${round}: ${fixed(beside.with, 0)} of ${fixed(beside.without, 0)} captures/s (${fixed(beside.with / beside.without, 2)}), ` +
            `${fixed(beside.meanwhile, 0)} forwarded/s meanwhile, ${fixed(beside.after, 0)} after`,
        )
      }
    }
  } finally {
    await postgres?.stop()
  }
  const head = [
    'one forward to a fast local target',
    'captures/s without',
    'with',
    'ratio',
    'forwarded/s meanwhile',
    'afterwards',
    'CPU s / 1,000 forwards',
  ]
  const rows = [...found].map(([name, runs]) => {
    const of = (pick: (run: IngestWithForwards) => number, digits: number) => fixed(median(runs.map(pick)), digits)
    const ratio = of((run) => run.with / run.without, 2)
    return [
      name,
      of((run) => run.without, 0),
      of((run) => run.with, 0),
      ratio,
      of((run) => run.meanwhile, 0),
      of((run) => run.after, 0),
      of((run) => run.cpuPer1000, 2),
    ]
  })
  const note = `Medians of ${flags.rounds} rounds of ${flags.seconds} s; 64 connections, 1.5 KB, \`concurrency\` 8. Each capture arrived at the target once.`
  return `${toMarkdown({ head, rows })}\n\n${note}`
}

async function kills({ tree, cores, kills: times, quick }: Flags, orders: readonly boolean[]): Promise<string> {
  const programs = postgresPrograms()
  if (programs === null || !redisInstalled)
    return 'Kills were left out: the server programs of PostgreSQL and Redis are not installed here.'
  const postgres = await startPrivatePostgres(programs, cores)
  const redis = await startPrivateRedis(cores)
  const runs: { strict: boolean; verdict: ForwardVerdict }[] = []
  try {
    for (const strict of orders) {
      const captures = quick ? 1_500 : 10_000
      const verdict = await forwardKills(postgres, redis, { tree, strict, captures, kills: times })
      console.error(`  ${strict ? 'strict' : '8 at a time'}: ${JSON.stringify(verdict)}`)
      runs.push({ strict, verdict })
    }
  } finally {
    await redis.stop()
    await postgres.stop()
  }
  const head = [
    `PostgreSQL + Redis, two processes, ${times} kills of either, target away a third of the time`,
    'stored',
    'lost',
    'out of order',
    'doubles after a cut answer',
    'not stored before a kill',
    'others',
  ]
  const rows = runs.map(({ strict, verdict: v }) => [
    strict ? '`order: strict`' : '8 at a time',
    fixed(v.stored, 0),
    fixed(v.lost + v.dead + v.undelivered, 0),
    strict ? fixed(v.outOfOrder, 0) : '',
    ...[v.afterCutAnswer, v.afterKill, v.otherDoubles].map((count) => fixed(count, 0)),
  ])
  const table = toMarkdown({ head, rows })
  const isBroken = ({ strict, verdict: v }: (typeof runs)[number]) =>
    v.lost + v.dead + v.undelivered + v.otherDoubles + v.behind + (strict ? v.outOfOrder : 0) > 0
  if (runs.some(isBroken)) throw new Error(`${table}\n\nFAILED`)
  return table
}
