import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { allCaptures, createBin } from '../creel/creel-api'
import type { PrivatePostgres } from '../databases/private-postgres'
import type { PrivateRedis } from '../databases/private-redis'
import { startCluster } from '../kill/cluster'
import { allArrived, POSTED_PER_SECOND, postSteadily, simulateOutages } from '../listen/steadily'
import { type LocalTarget, startTarget } from '../listen/target'
import { judge, type Kill, type Verdict } from '../listen/verdict'
import { temporaryDirectory } from '../setup'
import { createForward, untilForwarded } from './forward-api'

const PROCESSES = 2
const TARGET_ANSWERS_WITHIN_MS = 4
/** The work of a killed process is taken over within 15 s, and the circuit may then be open for some seconds. */
const TAKEN_OVER_WITHIN_MS = 120_000
const REST_TIMEOUT_MS = 300_000

/** `undelivered`: captures without a stored delivery that succeeded. */
export type ForwardVerdict = Verdict & { dead: number; undelivered: number }

export type ForwardKills = { tree: string; strict: boolean; captures: number; kills: number }

/**
 * Two processes accept webhooks and one of them forwards to a target that is down for a third of the time. During forwarding, one of the
 * two is repeatedly killed with -9 and restarted.
 */
export async function forwardKills(
  postgres: PrivatePostgres,
  redis: PrivateRedis,
  { tree, strict, captures, kills }: ForwardKills,
): Promise<ForwardVerdict> {
  const directory = temporaryDirectory('forwards')
  const databaseUrl = await postgres.createDatabase()
  const options = { tree, cores: null, directory: directory.path, databaseUrl, redisUrl: redis.url }
  const cluster = await startCluster(PROCESSES, options)
  const target = await startTarget(TARGET_ANSWERS_WITHIN_MS)
  try {
    const bin = await createBin(cluster.origins()[0]!)
    const url = `http://127.0.0.1:${target.port}/`
    const order = strict ? 'strict' : 'none'
    const id = await createForward(cluster.origins()[0]!, bin, { url, path: 'keep', order, concurrency: 8 })
    const urls = cluster.origins().map((origin) => `${origin}/in/${bin.id}`)
    const outages = simulateOutages(target)
    const acknowledged = new Set<string>()
    const killed: Kill[] = []
    const perKill = Math.ceil(captures / kills)
    for (let kill = 0; kill < kills; kill += 1) {
      const posting = postSteadily(urls, perKill, kill * perKill)
      await untilForwardingResumes(target)
      await pause(Math.random() * ((perKill / POSTED_PER_SECOND) * 1000))
      await cluster.kill([Math.floor(Math.random() * PROCESSES)])
      const at = performance.now()
      const delivered = await deliveredSeqs(databaseUrl)
      killed.push({ at, hasRecorded: (seq) => delivered.has(seq) })
      await pause(Math.random() * 300)
      await cluster.revive()
      for (const path of await posting) acknowledged.add(path)
      console.error(`  ${order}: kill ${kill + 1}, ${acknowledged.size} acknowledged, ${target.arrivals.length} arrivals`)
    }
    await outages.stop()
    const origin = cluster.origins()[0]!
    const stored = await allCaptures(origin, bin)
    await allArrived(target, new Set(stored.map(({ path }) => path)), { timeoutMs: REST_TIMEOUT_MS })
    const { lag, pending, dead } = await untilForwarded(origin, bin, id, TAKEN_OVER_WITHIN_MS)
    const keptSeq = stored.length - lag - pending
    const delivered = await deliveredSeqs(databaseUrl)
    const undelivered = stored.filter(({ seq }) => !delivered.has(seq)).length
    const facts = { acknowledged, stored, arrivals: target.arrivals, kills: killed, downs: target.downs, keptSeq }
    return { ...judge(facts), dead, undelivered }
  } finally {
    await cluster.stop()
    await target.goDown().catch(() => {})
    directory.remove()
  }
}

/** Resolves once forwarding is in progress, in whichever process. */
async function untilForwardingResumes({ arrivals }: LocalTarget): Promise<void> {
  const enough = arrivals.length + 20
  const deadline = performance.now() + TAKEN_OVER_WITHIN_MS
  while (arrivals.length < enough) {
    if (performance.now() > deadline) throw new Error(`Nothing was forwarded for ${TAKEN_OVER_WITHIN_MS / 1000} s.`)
    await pause(10)
  }
}

/** Seqs of captures with a successful stored delivery, read from the database itself. */
async function deliveredSeqs(connectionString: string): Promise<ReadonlySet<number>> {
  const client = new Client({ connectionString })
  await client.connect()
  try {
    const { rows } = await client.query<{ captureSeq: number }>(
      'SELECT DISTINCT "captureSeq" FROM "Delivery" WHERE "status" BETWEEN 200 AND 299',
    )
    return new Set(rows.map(({ captureSeq }) => captureSeq))
  } finally {
    await client.end()
  }
}
