import type { Forward } from '#lib/core/forward/forward'
import type { Live } from '#lib/live/live'
import type { ForwardCounts, StoredForward } from '#lib/store/forward-store'
import type { Store } from '#lib/store/store'
import type { StoredBin } from '#lib/store/stored-bin'

export type PublisherPorts = {
  store: Pick<Store, 'findForward' | 'countForward'>
  live: Pick<Live, 'changed'>
  present(forward: StoredForward, counts: ForwardCounts, now: number): Forward
  now(): number
}

/** Notifies watchers of a forward's state at most once a second. The last state is always sent. */
export type ForwardPublisher = {
  schedule(): void
  publish(): void
  stop(): void
  /** True while it emits, so that the runner can ignore its own event. */
  readonly isPublishing: boolean
}

const PUBLISH_EVERY_MS = 1_000

export function createForwardPublisher(
  { store, live, present, now }: PublisherPorts,
  bin: StoredBin,
  forwardId: string,
): ForwardPublisher {
  let timer: NodeJS.Timeout | undefined
  let isPublishing = false

  async function send(): Promise<void> {
    const forward = await store.findForward(bin.key, forwardId)
    if (!forward) return
    const shown = present(forward, await store.countForward(forward), now())
    isPublishing = true
    live.changed(bin.id, { type: 'forward:updated', forward: shown })
    isPublishing = false
  }

  function publish(): void {
    void send().catch(() => {}) // the next change notifies again
  }

  return {
    publish,
    schedule() {
      timer ??= setTimeout(() => {
        timer = undefined
        publish()
      }, PUBLISH_EVERY_MS).unref()
    },
    stop: () => clearTimeout(timer),
    get isPublishing() {
      return isPublishing
    },
  }
}
