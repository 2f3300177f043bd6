import type { Config } from './config'
import { createLimits } from './limits/create-limits'
import { createRefusals } from './limits/create-refusals'
import { createLive } from './live/create-live'
import type { Live } from './live/live'
import { createRedisBus } from './live/redis-bus'
import { createLog } from './log'
import { createMetrics } from './metrics'
import { createSender } from './net/create-sender'
import type { Runtime } from './runtime'
import { createScan } from './scan/create-scan'
import { binExpiresAt, presentSummary } from './services/present'
import { startSweeping } from './services/start-sweeping'
import type { BinCache } from './store/bin-cache'
import { createBinCache } from './store/create-bin-cache'
import { createWriter } from './store/create-writer'
import { isPostgresql, openStore } from './store/open-store'

/** How often the store is asked how far watched bins have come: one query, and none while nobody watches. */
const POLL_MS = 1_000

/**
 * Builds the adapters of this process from its configuration. `close` commits what is queued and lets go of everything.
 * @throws {Error} one that says what to do, where the database cannot be opened
 */
export async function compose(config: Config): Promise<{ runtime: Runtime; close(): Promise<void> }> {
  const now = Date.now
  const log = createLog(config.logLevel)
  const metrics = createMetrics()
  const store = await openStore(config.databaseUrl, log)
  const scan = createScan(config.databaseUrl, log)
  const live = createLive({ store, summarize: presentSummary, log })
  const writer = createWriter({ store, live, metrics, log, summarize: presentSummary })
  const bins = createBinCache(store, (bin, at) => (binExpiresAt(config, bin) ?? Number.POSITIVE_INFINITY) <= at, now)
  const limits = createLimits(config, log)
  const refusals = createRefusals(config.redisUrl, log, now)
  const send = createSender({ resendAllow: config.resendAllow })
  const leave = joinOthers(config, live, bins, log)
  const sweeping = startSweeping({ config, store, live, bins, log, now })
  metrics.follow({
    queuedCount: () => writer.queuedCount,
    queuedBytes: () => writer.queuedBytes,
    watcherCount: () => live.watcherCount(),
  })
  return {
    runtime: { config, store, bins, writer, scan, live, limits, refusals, send, metrics, log, now },
    async close() {
      await sweeping.stop()
      await writer.drain()
      await live.close()
      await scan.close()
      await leave()
      await limits.close()
      await refusals.close()
      await store.close()
    },
  }
}

/** Meets the other processes on this database; SQLite has none. */
function joinOthers(config: Config, live: Live, bins: BinCache, log: Runtime['log']): () => Promise<void> {
  if (config.redisUrl === null) {
    if (!isPostgresql(config.databaseUrl)) return async () => {}
    log.info('REDIS_URL is not set: with more than one process, captures of the others are seen within a second, by polling')
    live.join(null, POLL_MS)
    return async () => {}
  }
  // Redis may be another installation's too; the name of the database is the same in all processes of this one.
  const bus = createRedisBus(config.redisUrl, log, { channel: `creel:live${new URL(config.databaseUrl).pathname}` })
  const stopHearing = bus.subscribe((message) => {
    if ('happened' in message) for (const [binId] of message.happened) bins.forget(binId)
    else if ('missed' in message) bins.forgetAll()
  })
  live.join(bus, POLL_MS)
  return async () => {
    stopHearing()
    await bus.close()
  }
}
