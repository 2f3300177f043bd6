import { randomUUID } from 'node:crypto'
import type { FairPool } from '#lib/limits/fair-pool'
import type { Store, StoredBin } from '#lib/store/store'
import type { Forwarder } from './forwarder'
import { ForwardRunner, type RunnerPorts } from './runner'

export type ForwarderPorts = Omit<RunnerPorts, 'leasedBy' | 'onEnd' | 'onGivenBack' | 'store' | 'room'> & {
  store: RunnerPorts['store'] & Pick<Store, 'claimForwards' | 'renewForwards' | 'releaseForwards' | 'findBin'>
  room: FairPool
  /** Whether other processes use this database too. */
  shared: boolean
}

/** When a process dies, others take over its forwards after this time. */
const LEASE_MS = 30_000
/** How often it renews its leases and looks for forwards that nobody has leased. */
const ROUND_MS = 10_000
const CLAIMED_AT_ONCE = 100
const STOP_GRACE_MS = 3_000

/** Works on all forwards that this process can lease. */
export function createForwarder(ports: ForwarderPorts): Forwarder {
  const { store, shared, now, log } = ports
  const by = randomUUID()
  const runners = new Map<string, ForwardRunner>()
  let stopping = false
  let first = true
  let rounding: Promise<void> | null = null
  let again = false
  const timer = setInterval(() => round(), ROUND_MS).unref()
  round()

  function round(): void {
    if (stopping) return
    again = true
    rounding ??= rounds().finally(() => {
      rounding = null
      if (again) round()
    })
  }

  async function rounds(): Promise<void> {
    while (again && !stopping) {
      again = false
      try {
        await renew()
        await claim()
      } catch (error) {
        log.warn({ err: error }, 'forwards cannot be leased; retrying')
        return
      }
    }
  }

  async function renew(): Promise<void> {
    const versions = await store.renewForwards({ by, until: now() + LEASE_MS })
    for (const [id, runner] of runners) {
      const version = versions.get(id)
      if (version === undefined) runner.end()
      else runner.seenVersion(version)
    }
    for (const id of versions.keys()) if (!runners.has(id)) await store.releaseForwards(by, id)
  }

  async function claim(): Promise<void> {
    for (let count = CLAIMED_AT_ONCE; count === CLAIMED_AT_ONCE && !stopping; ) {
      const lease = { by, until: now() + LEASE_MS, now: now(), limit: CLAIMED_AT_ONCE, steal: !shared && first }
      const claimed = await store.claimForwards(lease)
      count = claimed.length
      for (const { forward, binId } of claimed) {
        const bin = await store.findBin(binId)
        if (bin && !stopping) start(forward, bin)
      }
    }
    first = false
  }

  function start(forward: ConstructorParameters<typeof ForwardRunner>[0], bin: StoredBin): void {
    runners.get(forward.id)?.end()
    const runner: ForwardRunner = new ForwardRunner(forward, bin, {
      ...ports,
      leasedBy: by,
      onEnd: () => {
        if (runners.get(forward.id) === runner) runners.delete(forward.id)
      },
      onGivenBack: round,
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
      await rounding
      await Promise.all([...runners.values()].map((runner) => runner.stop(STOP_GRACE_MS)))
      await store.releaseForwards(by, null)
    },
  }
}
