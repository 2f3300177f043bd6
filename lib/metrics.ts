import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** Why a request was not stored as a capture. */
export type RefusalReason =
  | 'bin_not_found'
  | 'aborted'
  | 'storage_unavailable'
  | 'malformed'
  | 'timeout'
  | 'wrong_host'
  | 'limited'
  | 'connections'

/** Values that are read each time the page is. */
export type Gauged = {
  queuedCount(): number
  queuedBytes(): number
  watcherCount(): number
  lostLogLines(): number
  /** Of the forwards that this process works on. */
  forwards(): { count: number; lag: number; waiting: number }
}

/** Counters of this process. They hide prom-client's registry. */
export type Metrics = {
  captured(bodyBytes: number): void
  refused(reason: RefusalReason): void
  gateRefused(): void
  committed(batchSize: number, seconds: number): void
  resent(outcome: 'answered' | 'failed' | 'forbidden'): void
  /** An attempt of a forward. `failed`: it is tried again. */
  forwarded(outcome: 'delivered' | 'failed' | 'dead'): void
  /** Called once, when the process is composed. */
  follow(gauged: Gauged): void
  /** Prometheus text format. */
  page(): Promise<{ contentType: string; text: string }>
}

const BATCH_SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512]
const COMMIT_SECONDS = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5]

/** Uses its own registry, so that several runtimes in one process (tests) do not collide. */
export function createMetrics(): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })

  const captures = new Counter({ name: 'creel_captures_total', help: 'Requests stored.', registers })
  const bytes = new Counter({ name: 'creel_capture_bytes_total', help: 'Body bytes stored.', registers })
  const refused = new Counter({
    name: 'creel_refused_total',
    help: 'Requests that were not stored, by reason.',
    labelNames: ['reason'],
    registers,
  })
  const gateRefused = new Counter({
    name: 'creel_gate_refused_total',
    help: 'Requests that were stored but answered 401, because they do not meet the requirements of their bin.',
    registers,
  })
  const batchSize = new Histogram({ name: 'creel_batch_size', help: 'Captures in one commit.', buckets: BATCH_SIZES, registers })
  const commit = new Histogram({
    name: 'creel_commit_seconds',
    help: 'From the start of a batch to its commit.',
    buckets: COMMIT_SECONDS,
    registers,
  })
  const resends = new Counter({ name: 'creel_resends_total', help: 'Resends, by outcome.', labelNames: ['outcome'], registers })
  const forwarded = new Counter({
    name: 'creel_forward_attempts_total',
    help: 'Attempts of forwards, by outcome.',
    labelNames: ['outcome'],
    registers,
  })

  return {
    captured(bodyBytes) {
      captures.inc()
      bytes.inc(bodyBytes)
    },
    gateRefused: () => gateRefused.inc(),
    refused: (reason) => refused.inc({ reason }),
    committed(size, seconds) {
      batchSize.observe(size)
      commit.observe(seconds)
    },
    resent: (outcome) => resends.inc({ outcome }),
    forwarded: (outcome) => forwarded.inc({ outcome }),
    follow(gauged) {
      gauge('creel_queue_captures', 'Captures waiting for their commit.', gauged.queuedCount)
      gauge('creel_queue_bytes', 'Body bytes of the captures waiting for their commit.', gauged.queuedBytes)
      gauge('creel_watchers', 'Open live streams in this process.', gauged.watcherCount)
      gauge('creel_log_lines_lost', 'Log lines that standard output could not take, since the start.', gauged.lostLogLines)
      gauge('creel_forwards', 'Forwards that this process works on.', () => gauged.forwards().count)
      gauge('creel_forward_lag_captures', 'Captures that these forwards have not settled yet.', () => gauged.forwards().lag)
      gauge('creel_forward_waiting_captures', 'Captures that wait for another attempt.', () => gauged.forwards().waiting)
    },
    page: async () => ({ contentType: registry.contentType, text: await registry.metrics() }),
  }

  function gauge(name: string, help: string, value: () => number): void {
    new Gauge({
      name,
      help,
      registers,
      collect() {
        this.set(value())
      },
    })
  }
}
