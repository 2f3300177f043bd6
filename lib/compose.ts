import { createBackground } from './background'
import type { Config } from './config'
import { createForwarder, type ForwarderPorts } from './forward/create-forwarder'
import type { Forwarder } from './forward/forwarder'
import { createBodyMemory } from './limits/body-memory'
import { createLimits } from './limits/create-limits'
import { createRefusals } from './limits/create-refusals'
import { createFairPool } from './limits/fair-pool'
import { createStreamBudget } from './limits/stream-budget'
import { createTimeBudget } from './limits/time-budget'
import { createListeners } from './live/create-listeners'
import { createLive } from './live/create-live'
import { createKeyWatch } from './live/key-watch'
import type { Listeners } from './live/listeners'
import type { Live } from './live/live'
import { createMaskedFrames } from './live/masked-frames'
import { createRedisBus } from './live/redis-bus'
import { createLog } from './log'
import { stdoutSink } from './log-sink'
import { createMatches } from './matches/create-matches'
import { createMetrics } from './metrics'
import { createSender, createTargetCheck } from './net/create-sender'
import { createProviderKeys } from './net/provider-keys'
import type { Runtime } from './runtime'
import { createScan } from './scan/create-scan'
import { startFactsWorker } from './services/facts-worker'
import { presentForward } from './services/forwards/present-forward'
import { binExpiresAt, presentSummary } from './services/present'
import { openSecret } from './services/secrets/secret-material'
import { signRequest } from './services/signatures/sign-request'
import { startVerdictWorker } from './services/signatures/verdict-worker'
import { startSweeping } from './services/start-sweeping'
import { summarizeDelivery } from './services/store-delivery'
import { nodeCrypto } from './signature-crypto'
import type { BinCache } from './store/bin-cache'
import { createBinCache } from './store/create-bin-cache'
import { createKeyUses } from './store/key-uses'
import { isPostgresql, openStore } from './store/open-store'
import { createSecretMatches } from './store/secret-matches'
import { sqliteFile } from './store/sqlite-adapter'
import { createVault } from './vault/create-vault'
import { createOpenSecrets, type OpenSecrets } from './vault/open-secrets'
import { createWriter } from './writer/create-writer'

/** How often the store is asked for the last seq of the watched bins: one query, and none while nobody watches. */
const POLL_MS = 1_000

/** Above 64 KiB a stream takes no more captures; the rest is for events that cannot wait in the store. */
const STREAM_BOUNDS = { perStreamBytes: 1024 * 1024, totalBytes: 96 * 1024 * 1024 }

const UNREAD_BYTES_MAX = 192 * 1024 * 1024

/** One answer may be as long as the longest body in JSON; three such answers fit, whatever the setting. */
function answerBounds({ maxBodyBytes }: Config) {
  return { perStreamBytes: Number.POSITIVE_INFINITY, totalBytes: Math.max(UNREAD_BYTES_MAX, 3 * maxBodyBytes) }
}

/** For the requests that forwards have in flight. */
const FORWARD_BYTES_MAX = 64 * 1024 * 1024
const FORWARDS_QUEUED_MAX = 10_000

/** Enough to read about 2,000 webhooks a second before their commit, and some 6,000 at once after a quiet moment. */
const FACTS_SHARE = 0.01
const FACTS_BURST_MS = 30

/** Enough to check about 3,000 signatures a second before the commit, and some 5,000 at once after a quiet moment. */
const VERDICT_SHARE = 0.03
const VERDICT_BURST_MS = 50

/**
 * Builds the adapters of this process from its configuration. `close` commits what is queued and closes everything.
 * @throws {Error} with instructions if the database cannot be opened
 */
export async function compose(config: Config): Promise<{ runtime: Runtime; close(): Promise<void> }> {
  const now = Date.now
  const logSink = stdoutSink()
  const log = createLog(config.logLevel, logSink ?? undefined)
  const metrics = createMetrics()
  const store = await openStore(config.databaseUrl, log)
  const vault = createVault({ keys: sealingKeys(config), keyFile: sealingKeyFile(config) }, log)
  const scan = createScan(config.databaseUrl, log)
  const live = createLive({ store, summarize: presentSummary, log })
  const listeners = createListeners()
  const matches = createMatches({ live, scan, log })
  const keyWatch = createKeyWatch({ store, live, log, now, shared: isPostgresql(config.databaseUrl) })
  const keyUses = createKeyUses(store, log, now)
  const secretMatches = createSecretMatches(store, log, now)
  const writer = createWriter({
    store,
    live,
    metrics,
    log,
    summarize: presentSummary,
    onUnread: () => backlog.wake(),
    onUnjudged: () => verdicts.wake(),
  })
  const bins = createBinCache(store, (bin, at) => (binExpiresAt(config, bin) ?? Number.POSITIVE_INFINITY) <= at, now)
  const limits = createLimits(config, log)
  const refusals = createRefusals(config.redisUrl, log, now)
  const bodyMemory = createBodyMemory(config.maxBodyBytes)
  const streamBudget = createStreamBudget(STREAM_BOUNDS, now)
  const answerBudget = createStreamBudget(answerBounds(config), now)
  const factsBudget = createTimeBudget(FACTS_SHARE, FACTS_BURST_MS)
  const background = createBackground()
  const send = createSender({ resendAllow: config.resendAllow })
  const openSecrets = createOpenSecrets(store, (secret) => openSecret({ vault }, secret), log, now)
  const shared = isPostgresql(config.databaseUrl)
  const leave = joinOthers(config, { live, listeners, bins, log })
  const capturesWait = () => writer.isBusy
  const forwarder = startForwarding({ store, live, scan, send, metrics, log, now, shared, capturesWait }, config, openSecrets)
  const backlog = startFactsWorker({ store, scan, live, log, now, shared, isIdle: () => factsBudget.isIdle })
  const providerKeys = createProviderKeys(send, now)
  const signing = { config, openSecrets, providerKeys, signatureCrypto: nodeCrypto }
  const verdictBudget = createTimeBudget(VERDICT_SHARE, VERDICT_BURST_MS)
  const isIdle = () => verdictBudget.isIdle
  const verdicts = startVerdictWorker({ ...signing, store, secretMatches, live, log, now, isIdle })
  const expired = createExpired()
  const sweeping = startSweeping({ config, store, vault, live, bins, log, now, onExpired: expired.notify })
  metrics.follow({
    queuedCount: () => writer.queuedCount,
    queuedBytes: () => writer.queuedBytes,
    watcherCount: () => live.watcherCount(),
    lostLogLines: () => logSink?.lostCount ?? 0,
    forwards: forwarder.progress,
  })
  return {
    runtime: {
      config,
      store,
      vault,
      openSecrets,
      bins,
      writer,
      scan,
      live,
      listeners,
      matches,
      forwarder,
      maskedFrames: createMaskedFrames(),
      keyWatch,
      keyUses,
      secretMatches,
      limits,
      bodyMemory,
      factsBudget,
      verdictBudget,
      verdicts,
      onBinExpired: expired.listen,
      streamBudget,
      answerBudget,
      refusals,
      background,
      send,
      checkTarget: createTargetCheck({ resendAllow: config.resendAllow }),
      providerKeys,
      signatureCrypto: nodeCrypto,
      metrics,
      log,
      now,
    },
    close: () =>
      closeAll([
        async () => matches.stopAll(),
        async () => forwarder.stop(),
        sweeping.stop,
        backlog.stop,
        verdicts.stop,
        background.drain,
        () => writer.drain(),
        async () => keyWatch.close(),
        live.close,
        async () => listeners.close(),
        scan.close,
        leave,
        limits.close,
        refusals.close,
        keyUses.close,
        secretMatches.close,
        store.close,
      ]),
  }
}

function startForwarding(
  ports: Pick<ForwarderPorts, 'store' | 'live' | 'scan' | 'send' | 'metrics' | 'log' | 'now' | 'shared' | 'capturesWait'>,
  config: Config,
  openSecrets: OpenSecrets,
): Forwarder {
  if (config.forward === 'off') return { wake() {}, progress: () => ({ count: 0, lag: 0, waiting: 0 }), stop: async () => {} }
  const signing = { openSecrets, signatureCrypto: nodeCrypto, now: ports.now }
  return createForwarder({
    ...ports,
    sign: (bin, request, sign) => signRequest(signing, bin, request, sign),
    memory: createFairPool({ max: Math.max(FORWARD_BYTES_MAX, 3 * config.maxBodyBytes), queueMax: FORWARDS_QUEUED_MAX }),
    limits: { perCapture: config.maxDeliveriesPerCapture, bytesPerBin: config.maxDeliveryBytesPerBin },
    summarize: summarizeDelivery,
    present: presentForward,
    random: Math.random,
  })
}

function createExpired(): { notify(binId: string): void; listen: Runtime['onBinExpired'] } {
  const listeners = new Set<(binId: string) => void>()
  return {
    notify(binId) {
      for (const listener of listeners) listener(binId)
    },
    listen(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

function sealingKeys({ secretKeys }: Config): Uint8Array[] {
  return (secretKeys ?? []).map((hex) => Buffer.from(hex, 'hex'))
}

/** Beside an SQLite database. PostgreSQL may serve processes on several machines, which would not share a file. */
function sealingKeyFile({ databaseUrl }: Config): string | null {
  return isPostgresql(databaseUrl) ? null : `${sqliteFile(databaseUrl)}.key`
}

/** Closes one after the other, even if one of them fails, so that the store is always closed. @throws the first failure */
async function closeAll(steps: readonly (() => Promise<void>)[]): Promise<void> {
  const failures: unknown[] = []
  for (const step of steps) await step().catch((error: unknown) => failures.push(error))
  if (failures.length > 0) throw failures[0]
}

/** Connects to the other processes on this database; SQLite has none. */
function joinOthers(
  config: Config,
  { live, listeners, bins, log }: { live: Live; listeners: Listeners; bins: BinCache; log: Runtime['log'] },
): () => Promise<void> {
  if (config.redisUrl === null) {
    if (!isPostgresql(config.databaseUrl)) return async () => {}
    log.info('REDIS_URL is not set: with more than one process, captures of the others appear within a second, by polling')
    live.join(null, POLL_MS)
    return async () => {}
  }
  // Another installation may share the Redis; all processes of this one have the same database name.
  const bus = createRedisBus(config.redisUrl, log, { channel: `creel:live${new URL(config.databaseUrl).pathname}` })
  const stopHearing = bus.subscribe((message) => {
    if ('happened' in message) for (const [binId] of message.happened) bins.forget(binId)
    else if ('missed' in message) bins.forgetAll()
  })
  live.join(bus, POLL_MS)
  listeners.join(bus)
  return async () => {
    stopHearing()
    await bus.close()
  }
}
