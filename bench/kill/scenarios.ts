import { createBin, type OwnBin } from '../creel/creel-api'
import type { PrivatePostgres } from '../databases/private-postgres'
import type { PrivateRedis } from '../databases/private-redis'
import { watchBin } from '../live/watch-bin'
import { type Audit, audit, CLEAN, sumOf } from './audit'
import type { Cluster } from './cluster'
import { type Acknowledged, startPosting } from './posting'

const CONNECTIONS = 32

/** Posts, kills at a random moment, restarts and audits. At the end, audits all bins once more. */
export async function killRounds(cluster: Cluster, rounds: number, log: (text: string) => void): Promise<Audit> {
  const bins: { bin: OwnBin; acknowledged: Acknowledged }[] = []
  for (let round = 1; round <= rounds; round += 1) {
    const bin = await createBin(cluster.origins()[0]!)
    const posting = startPosting(urls(cluster, bin), CONNECTIONS)
    await posting.more(50)
    await pause(100 + Math.random() * 900)
    const size = cluster.origins().length
    // With several processes, kills one and all in alternate rounds. The survivors accept captures meanwhile.
    const one = round % 2 === 1 && size > 1
    await cluster.kill(one ? [Math.floor(Math.random() * size)] : undefined)
    if (one) await posting.more(50)
    await posting.stop()
    await cluster.revive()
    const found = await audit(cluster.origins()[0]!, bin, posting.acknowledged)
    log(`kill ${round}: ${auditText(found)}`)
    bins.push({ bin, acknowledged: posting.acknowledged })
  }
  return auditAll(cluster, bins)
}

async function auditAll(cluster: Cluster, bins: readonly { bin: OwnBin; acknowledged: Acknowledged }[]): Promise<Audit> {
  let total = CLEAN
  for (const { bin, acknowledged } of bins) total = sumOf(total, await audit(cluster.origins().at(-1)!, bin, acknowledged))
  return total
}

/** PostgreSQL restarts without a checkpoint under full load. Creel must refuse captures meanwhile and recover on its own. */
export async function postgresRestarts(
  cluster: Cluster,
  postgres: PrivatePostgres,
  restarts: number,
  log: (text: string) => void,
) {
  const bin = await createBin(cluster.origins()[0]!)
  const posting = startPosting(urls(cluster, bin), CONNECTIONS)
  for (let restart = 1; restart <= restarts; restart += 1) {
    await posting.more(500)
    await pause(Math.random() * 500)
    await postgres.restartImmediately()
    const down = performance.now()
    await posting.more(50)
    log(`PostgreSQL restart ${restart}: captures again after ${Math.round(performance.now() - down)} ms`)
  }
  await posting.stop()
  return audit(cluster.origins()[0]!, bin, posting.acknowledged)
}

/** Redis is killed and comes back empty. A watcher on one process must receive everything posted to the other, in order. */
export async function redisRestarts(cluster: Cluster, redis: PrivateRedis, restarts: number, log: (text: string) => void) {
  const [postAt, watchAt] = cluster.origins()
  const bin = await createBin(postAt!)
  const seqs: number[] = []
  const watch = await watchBin(watchAt!, bin, ({ seq }) => void seqs.push(seq))
  const posting = startPosting([`${postAt}/in/${bin.id}`], 8)
  for (let restart = 1; restart <= restarts; restart += 1) {
    await posting.more(200)
    await redis.restart(200 + Math.random() * 1500)
    await posting.more(50)
    log(`Redis restart ${restart}: ${seqs.length} events of ${posting.acknowledged.size}`)
  }
  await posting.stop()
  const found = await audit(postAt!, bin, posting.acknowledged)
  const deadline = Date.now() + 60_000
  while (seqs.length < found.stored && Date.now() < deadline) await pause(50)
  watch.close()
  const unseen = found.stored - new Set(seqs).size
  const misplaced = seqs.filter((seq, index) => seq !== index + 1).length
  log(`watcher: ${seqs.length} events of ${found.stored}, ${unseen} missing, ${misplaced} out of order`)
  return {
    ...found,
    lost: found.lost + unseen,
    doubled: found.doubled + (seqs.length - new Set(seqs).size),
    gaps: found.gaps + misplaced,
  }
}

const urls = (cluster: Cluster, bin: OwnBin) => cluster.origins().map((origin) => `${origin}/in/${bin.id}`)
const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

function auditText({ acknowledged, stored, lost, doubled, gaps }: Audit): string {
  return `${acknowledged} acknowledged, ${stored} stored, ${lost} lost, ${doubled} doubled, ${gaps} gaps`
}
