import type { Forward } from '#lib/core/forward/forward'
import type { Live } from '#lib/live/live'
import type { ForwardCounts, StoredForward } from '#lib/store/forward-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

export type TellPorts = {
  store: Pick<Store, 'findForward' | 'countForward'>
  live: Pick<Live, 'changed'>
  present(forward: StoredForward, counts: ForwardCounts, now: number): Forward
  now(): number
}

/** Notifies watchers of a forward's state at most once a second. The last state is always sent. */
export type Teller = {
  soon(): void
  now(): void
  stop(): void
  /** True while it emits, so that the runner can ignore its own event. */
  readonly isTelling: boolean
}

const EVERY_MS = 1_000

export function createTeller({ store, live, present, now }: TellPorts, bin: StoredBin, forwardId: string): Teller {
  let timer: NodeJS.Timeout | undefined
  let isTelling = false

  async function tell(): Promise<void> {
    const forward = await store.findForward(bin.key, forwardId)
    if (!forward) return
    const shown = present(forward, await store.countForward(forward), now())
    isTelling = true
    live.changed(bin.id, { type: 'forward:updated', forward: shown })
    isTelling = false
  }

  function tellNow(): void {
    void tell().catch(() => {}) // the next change notifies again
  }

  return {
    now: tellNow,
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined
        tellNow()
      }, EVERY_MS).unref()
    },
    stop: () => clearTimeout(timer),
    get isTelling() {
      return isTelling
    },
  }
}
