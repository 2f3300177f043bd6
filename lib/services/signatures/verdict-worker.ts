import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Logger } from 'pino'
import type { Live } from '#lib/live/live'
import type { SecretMatches } from '#lib/store/secret-matches'
import type { SearchReads } from '#lib/store/store'
import type { UnjudgedRange, VerdictStore } from '#lib/store/verdict-store'
import { createRest } from '../rest'
import { createYieldToOthers } from '../yield-to-others'
import { announceVerdicts, type JudgedAgain } from './announce-verdicts'
import { type Judging, judgeBy } from './judge-capture'

/** The parts of `Runtime` that this needs. */
export type VerdictWorkerPorts = Judging & {
  store: VerdictStore & Pick<SearchReads, 'findCaptures'>
  live: Pick<Live, 'changed'>
  secretMatches: Pick<SecretMatches, 'judged'>
  log: Pick<Logger, 'info' | 'warn'>
  now(): number
  /** Whether captures leave time for other work. */
  isIdle(): boolean
}

export type VerdictWorker = {
  /** Call it when secrets of a bin changed, or captures were stored unchecked. */
  wake(): void
  stop(): Promise<void>
}

const STEP = { rows: 100, bytes: 1024 * 1024 }
/** How long a range stays claimed if its process dies. */
const CLAIM_MS = 30_000
/** For backlog that other processes leave. Each check costs one small query. */
const POLL_MS = 5_000
const STEP_PAUSE_MS = 5
/** While captures arrive as fast as they can be stored, each step waits this long, because captures matter more than verdicts. */
const BUSY_MS_MAX = 1_000
const BUSY_POLL_MS = 100
const RETRY_MS = 5_000
const LOG_EVERY_MS = 10_000
/** Smaller ranges are not logged. */
const LOGGED_FROM = 10_000

type Step = { judged: JudgedAgain[]; left: number | null }

/**
 * Checks captures of the backlog in steps, newest first, until `stop`. Several processes may do so at once: each claims a range for each
 * step.
 */
export function startVerdictWorker(ports: VerdictWorkerPorts): VerdictWorker {
  const { store, log, now, isIdle } = ports
  const stopping = new AbortController()
  const { signal } = stopping
  const announcer = announceVerdicts(ports)
  let loggedAt = 0
  const rest = createRest()

  async function work(): Promise<void> {
    while (!signal.aborted) {
      rest.begin()
      await untilIdle()
      const range = await store.claimUnjudged(now(), now() + CLAIM_MS)
      if (!range) return announcer.flush()
      const step = await judgeStep(ports, range)
      if (await store.storeVerdicts(range, step.judged, step.left)) {
        announcer.stored(range, step.judged)
        for (const { signature, receivedAt } of step.judged) ports.secretMatches.judged(signature, receivedAt)
      }
      logProgress(range, step)
      await pauseFor(STEP_PAUSE_MS, undefined, { signal, ref: false })
    }
  }

  async function untilIdle(): Promise<void> {
    for (let waitedMs = 0; !isIdle() && waitedMs < BUSY_MS_MAX; waitedMs += BUSY_POLL_MS)
      await pauseFor(BUSY_POLL_MS, undefined, { signal, ref: false })
  }

  function logProgress({ bin, fromSeq, total }: UnjudgedRange, { left }: Step): void {
    if (total < LOGGED_FROM || (left !== null && now() - loggedAt < LOG_EVERY_MS)) return
    loggedAt = now()
    const rest = left === null ? 0 : left - fromSeq + 1
    log.info({ bin: bin.id, done: total - rest, total }, 'checking the signatures of stored captures')
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await work()
        await rest.pause(POLL_MS)
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, 'checking the signatures of stored captures failed; retrying in a moment')
        rest.begin() // so that a failure is not repeated at once
        await rest.pause(RETRY_MS)
      }
    }
  }

  const running = run()
  return {
    wake: rest.wake,
    async stop() {
      stopping.abort()
      rest.wake()
      await running
      announcer.flush()
    },
  }
}

async function judgeStep(ports: VerdictWorkerPorts, range: UnjudgedRange): Promise<Step> {
  const { store, openSecrets } = ports
  const unjudged = await store.unjudgedCaptures(range, STEP.rows)
  const some = upTo(unjudged, STEP.bytes)
  const left = some.length < unjudged.length || unjudged.length === STEP.rows ? some.at(-1)!.seq - 1 : null
  const secrets = await openSecrets.of(range.bin)
  const captures = await store.findCaptures(
    range.bin.key,
    some.map(({ seq }) => seq),
  )
  const yieldToOthers = createYieldToOthers()
  const judged: Step['judged'] = []
  for (const capture of captures) {
    const signature = await judgeBy(ports, secrets, capture)
    judged.push({ seq: capture.seq, receivedAt: capture.receivedAt, before: capture.signature, signature })
    await yieldToOthers()
  }
  return { judged, left: left !== null && left < range.fromSeq ? null : left }
}

/** Returns at least one row. */
function upTo<R extends { bytes: number }>(rows: readonly R[], bytesMax: number): readonly R[] {
  let bytes = 0
  const over = rows.findIndex((row) => {
    bytes += row.bytes
    return bytes > bytesMax
  })
  return over < 0 ? rows : rows.slice(0, Math.max(1, over))
}
