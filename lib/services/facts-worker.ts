import type { Logger } from 'pino'
import { captureId } from '#lib/core/ids'
import type { Live } from '#lib/live/live'
import type { Scan } from '#lib/scan/scan'
import type { BacklogReads, BacklogStep, BacklogStore } from '#lib/store/store'
import { type BackgroundWorker, type Pace, startBackgroundWorker } from './background-worker'
import { factFields } from './facts-of'

/** The parts of `Runtime` that this needs. */
export type FactsWorkerPorts = {
  store: BacklogStore & Pick<BacklogReads, 'binsThatLackFacts'>
  scan: Pick<Scan, 'readBacklog'>
  live: Pick<Live, 'changed'>
  log: Pick<Logger, 'info' | 'warn'>
  now(): number
  /** Whether captures leave time for other work. */
  isIdle(): boolean
  /** Whether other processes, perhaps of an earlier version, write to the same database. */
  shared: boolean
}

/** Reading this much takes the search thread some ten milliseconds, and storing the result delays captures by a few. */
const STEP = { rows: 200, bytes: 4 * 1024 * 1024 }
const BUSY_MS_MAX = 2_000
/** How often to look for captures without facts that are in no range: those of an older version that still runs beside this one. */
const CHECK_EVERY_MS = 3_600_000
const LOG_EVERY_MS = 10_000
/** A smaller backlog is not logged. */
const LOGGED_FROM = 10_000
/** Only recent captures among the newest of a bin are announced, because a page shows those. */
const ANNOUNCED_MS = 3_600_000
const ANNOUNCED_SEQS = 2_000

/**
 * Reads the facts of captures in the backlog, in steps. Several processes may do so at once; each fact is stored once. Wake it when captures were
 * stored without facts.
 */
export function startFactsWorker(ports: FactsWorkerPorts): BackgroundWorker {
  const { store, scan, log, now, isIdle, shared } = ports
  let checkedAt = now()

  async function work(pace: Pace): Promise<void> {
    pace.beginLook()
    await readAll(pace)
    await check(pace)
  }

  async function readAll({ signal, untilIdle, pause }: Pace): Promise<void> {
    const size = await store.backlogSize()
    if (size === 0) return
    const progress = size < LOGGED_FROM ? null : progressLogger(ports, size)
    for (;;) {
      await untilIdle()
      const steps = await scan.readBacklog(STEP, signal)
      if (steps.length === 0) break
      await storeFacts(ports, steps)
      await progress?.(steps)
      await pause()
    }
    if (progress) log.info('read the facts of stored captures')
  }

  async function check({ pause }: Pace): Promise<void> {
    if (!shared || now() - checkedAt < CHECK_EVERY_MS) return
    checkedAt = now()
    for (let after: number | null = 0; after !== null; await pause()) {
      const { lacking, next }: Awaited<ReturnType<BacklogReads['binsThatLackFacts']>> = await store.binsThatLackFacts(after)
      for (const binKey of lacking) await store.leaveUnread(binKey)
      after = next
    }
  }

  const failure = 'reading the facts of stored captures failed; retrying in a moment'
  return startBackgroundWorker({ work, failure, log, isIdle, busyMsMax: BUSY_MS_MAX })
}

async function storeFacts({ store, live, now }: FactsWorkerPorts, steps: readonly BacklogStep[]): Promise<void> {
  await store.addFacts(steps)
  for (const { range, read } of steps) {
    const { bin, lastSeq } = range
    for (const { seq, receivedAt, facts } of read) {
      if (seq <= lastSeq - ANNOUNCED_SEQS || receivedAt < now() - ANNOUNCED_MS) continue
      live.changed(bin.id, { type: 'capture:updated', id: captureId(bin.captureTag, seq), seq, patch: factFields(facts) })
    }
  }
}

function progressLogger({ store, log, now }: FactsWorkerPorts, size: number): (steps: readonly BacklogStep[]) => Promise<void> {
  log.info({ captures: size }, 'reading the facts of stored captures; new captures are stored meanwhile')
  let loggedAt = now()
  let count = 0
  return async (steps) => {
    count += steps.reduce((sum, { read }) => sum + read.length, 0)
    if (now() - loggedAt < LOG_EVERY_MS) return
    loggedAt = now()
    log.info({ read: count, left: await store.backlogSize() }, 'still reading the facts of stored captures')
  }
}
