import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { postgresPrograms, startPrivatePostgres } from '../databases/private-postgres'
import { redisInstalled, startPrivateRedis } from '../databases/private-redis'
import type { Flags } from '../flags'
import { startCluster } from '../kill/cluster'
import { clearBins, editCaptures, postAtExpiry, postCaptures } from '../retention/actors'
import { openAudit } from '../retention/audit'
import { createWatchedBin, pause, RULES, type Scenario, type WatchedBin } from '../retention/scenario'
import { temporaryDirectory } from '../setup'
import { fixed, toMarkdown } from '../table'

const HEAVY_BYTES = 50_000
/** The most that other rules can delete between two sweeps after the ceiling was measured. */
const OTHER_RULES_BYTES = 12 * 1024 * 1024

/**
 * Runs ceiling, expiry, trimming, emptying, resending and pinning at the same time, on two processes. Measures how many acknowledged captures
 * are lost although no rule allows it, and whether the counters are exact at the end. @throws if a promise was broken
 */
export async function retention({ tree, cores, minutes }: Flags): Promise<string> {
  const programs = postgresPrograms()
  if (programs === null || !redisInstalled) return 'Left out: PostgreSQL and Redis are not installed here.'
  const postgres = await startPrivatePostgres(programs, cores)
  const redis = await startPrivateRedis(cores)
  const directory = temporaryDirectory('retention')
  const databaseUrl = await postgres.createDatabase()
  const options = { tree, cores, directory: directory.path, databaseUrl, redisUrl: redis.url, env: settings() }
  const cluster = await startCluster(2, options)
  const target = await startTarget()
  try {
    return await run(cluster.origins(), databaseUrl, target.url, minutes)
  } finally {
    target.close()
    await cluster.stop()
    await redis.stop()
    await postgres.stop()
    directory.remove()
  }
}

function settings(): Record<string, string> {
  return {
    CREEL_MAX_CAPTURES_PER_BIN: String(RULES.capturesPerBin),
    CREEL_BIN_TTL: String(RULES.ttlSeconds),
    CREEL_MAX_DATABASE_BYTES: String(RULES.databaseBytes),
    CREEL_MAX_DELIVERIES_PER_CAPTURE: String(RULES.deliveriesPerCapture),
    CREEL_MAX_DELIVERY_BYTES_PER_BIN: String(RULES.deliveryBytesPerBin),
    CREEL_LIMIT_BINS: 'off',
    CREEL_LIMIT_RESENDS: 'off',
    CREEL_RESEND_ALLOW: '127.0.0.1/32',
  }
}

/** Answers resends with 20 KB. */
async function startTarget(): Promise<{ url: string; close(): void }> {
  const server = createServer((request, response) => {
    request.resume()
    request.on('end', () => response.end('r'.repeat(20_000)))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`, close: () => server.close() }
}

async function run(origins: readonly string[], databaseUrl: string, target: string, minutes: number): Promise<string> {
  let running = true
  const counts = { posted: 0, refused: 0, emptied: 0, resent: 0, edited: 0, expired: 0, 'kept alive': 0 }
  const scenario: Scenario = { origins, isRunning: () => running, failures: [], counts }
  const heavyScenario: Scenario = { ...scenario, isRunning: () => heavy }
  let heavy = true
  const make = (count: number) => Promise.all(Array.from({ length: count }, () => createWatchedBin(scenario)))
  const [calm, trimmed, emptied, large] = [await make(3), await make(4), await make(4), await make(3)]

  const untilHeavyEnds = [
    ...repeat(scenario, 4, () => postCaptures(heavyScenario, large, HEAVY_BYTES, 60)),
    ...repeat(scenario, 2, () => clearBins(heavyScenario, emptied)),
    ...repeat(scenario, 3, () => editCaptures(heavyScenario, [...trimmed, ...emptied], target)),
    ...repeat(scenario, 20, () => postAtExpiry(heavyScenario)),
  ]
  // These keep posting during the last sweeps, so that their bins do not expire.
  const untilEnd = [
    ...repeat(scenario, 3, (i) => postCaptures(scenario, [calm[i]!], 1_000, 4_000)),
    ...repeat(scenario, 8, (i) => postCaptures(scenario, [trimmed[i % 4]!], 1_500, 15)),
    ...repeat(scenario, 8, (i) => postCaptures(scenario, [emptied[i % 4]!], 1_500, 15)),
    ...repeat(scenario, 3, (i) => postCaptures(scenario, [large[i]!], 10, 5_000)),
  ]
  await pause(minutes * 60_000)
  heavy = false
  await Promise.all(untilHeavyEnds)
  const audit = openAudit(databaseUrl)
  await pause(12_000) // two sweeps of each process
  running = false
  await Promise.all(untilEnd)
  await pause(7_000)
  for (let i = 0; (await audit.pending()) > 0 && i < 50; i += 1) await pause(100)

  const lostOf = async (bins: readonly WatchedBin[], kept: Parameters<typeof audit.lost>[1]) =>
    (await Promise.all(bins.map((bin) => audit.lost(bin, kept)))).reduce((sum, lost) => sum + lost, 0)
  const found = {
    'lost in bins that no rule touches': await lostOf(calm, Number.MAX_SAFE_INTEGER),
    'lost among the newest that a bin keeps': (await lostOf(trimmed, 100)) + (await lostOf(emptied, 100)),
    'lost above the oldest that the ceiling left': await lostOf(large, 'from the oldest that is left'),
    'other broken promises': scenario.failures.length,
    'bins with wrong counters': await audit.wrongCounters(),
    'rows without a bin or capture': await audit.orphans(),
    'captures with too many deliveries': await audit.deliveriesOverLimit(RULES.deliveriesPerCapture),
    'bytes below what the ceiling may delete': Math.max(0, RULES.databaseBytes - OTHER_RULES_BYTES - (await audit.heldBytes())),
  }
  await audit.close()
  for (const failure of new Set(scenario.failures)) console.error(`  ${failure}`)
  const rows = [...Object.entries(counts), ...Object.entries(found)].map(([name, count]) => [name, fixed(count, 0)])
  const table = `${minutes} minutes, two processes.\n\n${toMarkdown({ head: ['', 'count'], rows })}`
  if (Object.values(found).some((count) => count > 0)) throw new Error(`${table}\n\nFAILED`)
  return table
}

function repeat({ failures }: Scenario, times: number, act: (index: number) => Promise<void>): Promise<void>[] {
  return Array.from({ length: times }, (_, index) => act(index).catch((error: unknown) => void failures.push(String(error))))
}
