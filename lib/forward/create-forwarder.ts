import { randomUUID } from 'node:crypto'
import { LIMITS } from '#lib/core/limits'
import type { FairPool } from '#lib/limits/fair-pool'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Forwarder } from './forwarder'
import { ForwardRunner } from './runner'
import type { RunnerPorts } from './runner-ports'

export type ForwarderPorts = Omit<RunnerPorts, 'leasedBy' | 'onEnd' | 'onReleased' | 'store' | 'memory'> & {
  store: RunnerPorts['store'] & Pick<Store, 'claimForwards' | 'renewForwards' | 'leaveForwards' | 'findBin'>
  memory: FairPool
  /** Whether other processes use this database too. */
  shared: boolean
}

/**
 * `leaseMs`: how long a lease lasts after its last renewal, so how long a dead process still holds its forwards. `roundMs`: how often leases are
 * renewed and free forwards are claimed. A process that is alone on its database claims all forwards when it starts, so it can renew less often.
 */
const TIMES = { shared: { leaseMs: 10_000, roundMs: 3_000 }, alone: { leaseMs: 30_000, roundMs: 10_000 } }
const RETRY_MS = 1_000
const CLAIM_BATCH = 100
const STOP_GRACE_MS = 3_000
/** How long requests in flight may finish before a forward is handed over. Long enough that none is cut off; the other process can wait. */
const HAND_OVER_GRACE_MS = LIMITS.resendTimeoutMs + 5_000

/** Works on this process's share of the forwards. */
export function createForwarder(ports: ForwarderPorts): Forwarder {
  const { store, shared, now, log } = ports
  const { leaseMs, roundMs } = shared ? TIMES.shared : TIMES.alone
  const by = randomUUID()
  const runners = new Map<string, ForwardRunner>()
  let stopping = false
  let first = true
  let currentRound: Promise<void> | null = null
  let roundRequested = false
  /** Since when rounds have succeeded without a gap longer than a lease; null if the last round failed. */
  let reachableSince: number | null = null
  let roundAt = 0
  const timer = setInterval(() => round(), roundMs).unref()
  round()

  function round(): void {
    if (stopping) return
    roundRequested = true
    currentRound ??= rounds().finally(() => {
      currentRound = null
      if (roundRequested) round()
    })
  }

  async function rounds(): Promise<void> {
    while (roundRequested && !stopping) {
      roundRequested = false
      try {
        const share = await renew()
        releaseSurplus(share)
        await claim(share)
      } catch (error) {
        log.warn({ err: error }, 'forwards cannot be leased; retrying')
        reachableSince = null
        setTimeout(round, RETRY_MS).unref()
        return
      }
    }
  }

  /** Returns how many forwards this process may work on. */
  async function renew(): Promise<number> {
    const at = now()
    const { held, share } = await store.renewForwards({ by, until: at + leaseMs, now: at, alone: !shared })
    if (reachableSince === null || at - roundAt > leaseMs) reachableSince = at
    roundAt = at
    for (const [id, runner] of runners) {
      const lease = held.get(id)
      if (lease) runner.renewed(lease)
      else runner.end()
    }
    for (const id of held.keys()) if (!runners.has(id)) await store.releaseForward(by, id)
    return share
  }

  /** Hands over forwards above the share, which shrinks when another process starts or forwards are deleted. */
  function releaseSurplus(share: number): void {
    const working = [...runners.values()].filter(({ isStopping }) => !isStopping)
    const idleFirst = working.sort((a, b) => Number(a.isSending) - Number(b.isSending))
    for (const runner of idleFirst.slice(0, Math.max(0, working.length - share))) void runner.release(HAND_OVER_GRACE_MS)
  }

  async function claim(share: number): Promise<void> {
    for (let count = CLAIM_BATCH; count === CLAIM_BATCH && !stopping; ) {
      const limit = Math.min(CLAIM_BATCH, share - runners.size)
      if (limit <= 0) return
      const at = now()
      const lease = { by, until: at + leaseMs, lapsedBy: othersCouldRenew(at) ? at : 0, limit, steal: !shared && first }
      const claimed = await store.claimForwards(lease)
      count = claimed.length
      for (const { forward, binId } of claimed) {
        const bin = await store.findBin(binId)
        if (bin && !stopping) start(forward, bin)
      }
    }
    first = false
  }

  /** During an outage of the database, leases of live processes expire. They get a round's time to renew them before others may claim them. */
  function othersCouldRenew(at: number): boolean {
    return reachableSince !== null && at - reachableSince >= roundMs
  }

  function start(forward: ConstructorParameters<typeof ForwardRunner>[0], bin: StoredBin): void {
    runners.get(forward.id)?.end()
    const runner: ForwardRunner = new ForwardRunner(forward, bin, {
      ...ports,
      leasedBy: by,
      onEnd: () => {
        if (runners.get(forward.id) === runner) runners.delete(forward.id)
      },
      onReleased: round,
    })
    runners.set(forward.id, runner)
  }

  return {
    wake: round,
    progress() {
      const all = [...runners.values()].map((runner) => runner.progress())
      const sum = (pick: (each: { lag: number; waiting: number }) => number) => all.reduce((total, each) => total + pick(each), 0)
      return { count: all.length, lag: sum(({ lag }) => lag), waiting: sum(({ waiting }) => waiting) }
    },
    async stop() {
      stopping = true
      clearInterval(timer)
      await currentRound
      await Promise.all([...runners.values()].map((runner) => runner.stop(STOP_GRACE_MS)))
      await store.leaveForwards(by)
    },
  }
}
