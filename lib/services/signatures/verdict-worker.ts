import type { Logger } from 'pino'
import type { Live } from '#lib/live/live'
import type { SecretMatches } from '#lib/store/secret-matches'
import type { SearchReads } from '#lib/store/store'
import type { UnjudgedRange, VerdictStore } from '#lib/store/verdict-store'
import { type BackgroundWorker, type Pace, startBackgroundWorker } from '../background-worker'
import { createYieldToOthers } from '../search/yield-to-others'
import { upToBytes } from '../up-to-bytes'
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

const STEP = { rows: 100, bytes: 1024 * 1024 }
/** How long a range stays claimed if its process dies. */
const CLAIM_MS = 30_000
const BUSY_MS_MAX = 1_000
const LOG_EVERY_MS = 10_000
/** Smaller ranges are not logged. */
const LOGGED_FROM = 10_000

type Step = { judged: JudgedAgain[]; left: number | null }

/**
 * Checks captures of the backlog in steps, newest first. Several processes may do so at once: each claims a range for each step. Wake it when
 * secrets of a bin changed, or captures were stored unchecked.
 */
export function startVerdictWorker(ports: VerdictWorkerPorts): BackgroundWorker {
  const { store, log, now, isIdle } = ports
  const announcer = announceVerdicts(ports)
  let loggedAt = 0

  async function work({ signal, beginLook, untilIdle, pause }: Pace): Promise<void> {
    while (!signal.aborted) {
      beginLook()
      await untilIdle()
      const range = await store.claimUnjudged(now(), now() + CLAIM_MS)
      if (!range) return announcer.flush()
      const step = await judgeStep(ports, range)
      if (await store.storeVerdicts(range, step.judged, step.left)) {
        announcer.stored(range, step.judged)
        for (const { signature, receivedAt } of step.judged) ports.secretMatches.judged(signature, receivedAt)
      }
      logProgress(range, step)
      await pause()
    }
  }

  function logProgress({ bin, fromSeq, total }: UnjudgedRange, { left }: Step): void {
    if (total < LOGGED_FROM || (left !== null && now() - loggedAt < LOG_EVERY_MS)) return
    loggedAt = now()
    const rest = left === null ? 0 : left - fromSeq + 1
    log.info({ bin: bin.id, done: total - rest, total }, 'checking the signatures of stored captures')
  }

  const failure = 'checking the signatures of stored captures failed; retrying in a moment'
  const worker = startBackgroundWorker({ work, failure, log, isIdle, busyMsMax: BUSY_MS_MAX })
  return {
    wake: worker.wake,
    async stop() {
      await worker.stop()
      announcer.flush()
    },
  }
}

async function judgeStep(ports: VerdictWorkerPorts, range: UnjudgedRange): Promise<Step> {
  const { store, openSecrets } = ports
  const unjudged = await store.unjudgedCaptures(range, STEP.rows)
  const some = upToBytes(unjudged, STEP.bytes)
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
