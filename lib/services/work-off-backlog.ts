import { setTimeout as pauseFor } from 'node:timers/promises'
import type { Logger } from 'pino'
import { captureId } from '#lib/core/ids'
import type { Live } from '#lib/live/live'
import type { Scan } from '#lib/scan/scan'
import type { BacklogReads, BacklogStep, BacklogStore } from '#lib/store/store'
import { factFields } from './facts-of'

/** What this needs of the Runtime. */
export type BacklogPorts = {
  store: BacklogStore & Pick<BacklogReads, 'binsThatLackFacts'>
  scan: Pick<Scan, 'readBacklog'>
  live: Pick<Live, 'changed'>
  log: Pick<Logger, 'info' | 'warn'>
  now(): number
  /** Captures leave time for other things. */
  isIdle(): boolean
  /** Other processes, of an earlier version perhaps, write to this database too. */
  shared: boolean
}

export type Backlog = {
  /** Captures were stored without facts. */
  wake(): void
  stop(): Promise<void>
}

/** One look takes the search thread some ten milliseconds, and what it found holds up captures for a few. */
const STEP = { rows: 200, bytes: 4 * 1024 * 1024 }
/** For what other processes leave. A look costs one small query. */
const LOOK_EVERY_MS = 5_000
const STEP_PAUSE_MS = 5
/** While captures come in as fast as they can be taken, the backlog waits until they leave time, and goes on slowly where they never do. */
const BUSY_LOOK_MS = 250
const BUSY_MS_MAX = 2_000
const RETRY_MS = 5_000
/** Where an older version still runs beside this one, its captures have no facts and are in no range. */
const CHECK_EVERY_MS = 3_600_000
const TELL_EVERY_MS = 10_000
/** A backlog as small as that is nothing to tell of. */
const TOLD_FROM = 10_000
/** A page shows the newest captures of a bin; of those that came lately it is told what the body added. */
const ANNOUNCED_MS = 3_600_000
const ANNOUNCED_SEQS = 2_000

/** Reads what captures of the backlog say of themselves, in steps, until `stop`. Several processes may do so at once; each fact is kept once. */
export function workOffBacklog(ports: BacklogPorts): Backlog {
  const { store, scan, log, now, isIdle, shared } = ports
  const stopping = new AbortController()
  const { signal } = stopping
  let checkedAt = now()
  let wake = () => {}

  function rest(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref()
      wake = () => {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  async function work(): Promise<void> {
    const size = await store.backlogSize()
    if (size === 0) return
    const progress = size < TOLD_FROM ? null : tellProgress(ports, size)
    for (let steps = await nextSteps(); steps.length > 0; steps = await nextSteps()) {
      await keep(ports, steps)
      await progress?.(steps)
      await pause(STEP_PAUSE_MS, signal)
    }
    if (progress) log.info('read what stored captures say of themselves')
  }

  async function nextSteps(): Promise<BacklogStep[]> {
    for (let waitedMs = 0; !isIdle() && waitedMs < BUSY_MS_MAX; waitedMs += BUSY_LOOK_MS) await pause(BUSY_LOOK_MS, signal)
    return scan.readBacklog(STEP, signal)
  }

  async function check(): Promise<void> {
    if (!shared || now() - checkedAt < CHECK_EVERY_MS) return
    checkedAt = now()
    for (let after: number | null = 0; after !== null; await pause(STEP_PAUSE_MS, signal)) {
      const { lacking, next }: Awaited<ReturnType<BacklogReads['binsThatLackFacts']>> = await store.binsThatLackFacts(after)
      for (const binKey of lacking) await store.leaveUnread(binKey)
      after = next
    }
  }

  async function run(): Promise<void> {
    while (!signal.aborted) {
      try {
        await work()
        await check()
        await rest(LOOK_EVERY_MS)
      } catch (error) {
        if (signal.aborted) return
        log.warn({ err: error }, 'reading what captures say of themselves failed; it is tried again in a moment')
        await rest(RETRY_MS)
      }
    }
  }

  const running = run()
  return {
    wake: () => wake(),
    async stop() {
      stopping.abort()
      wake()
      await running
    },
  }
}

/** @throws {AbortError} where `signal` is aborted */
async function pause(ms: number, signal: AbortSignal): Promise<void> {
  await pauseFor(ms, undefined, { signal, ref: false })
}

async function keep({ store, live, now }: BacklogPorts, steps: readonly BacklogStep[]): Promise<void> {
  await store.addFacts(steps)
  for (const { range, read } of steps) {
    const { bin, lastSeq } = range
    for (const { seq, receivedAt, facts } of read) {
      if (seq <= lastSeq - ANNOUNCED_SEQS || receivedAt < now() - ANNOUNCED_MS) continue
      live.changed(bin.id, { type: 'capture:updated', id: captureId(bin.captureTag, seq), seq, patch: factFields(facts) })
    }
  }
}

function tellProgress({ store, log, now }: BacklogPorts, size: number): (steps: readonly BacklogStep[]) => Promise<void> {
  log.info({ captures: size }, 'reading what stored captures say of themselves; captures go on meanwhile')
  let toldAt = now()
  let count = 0
  return async (steps) => {
    count += steps.reduce((sum, { read }) => sum + read.length, 0)
    if (now() - toldAt < TELL_EVERY_MS) return
    toldAt = now()
    log.info({ read: count, left: await store.backlogSize() }, 'still reading what stored captures say of themselves')
  }
}
