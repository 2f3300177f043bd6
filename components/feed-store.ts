import type { CaptureSummary } from '#lib/core/capture'
import { type Feed, type FeedAction, nextFeed } from '#lib/core/feed'

/** The feed outside React: captures that come in a burst are taken in once per frame, everything else at once. */
export type FeedStore = {
  /** What is shown: the same object until something changed. */
  get(): Feed
  /** With what still waits for its frame taken in: where the stream goes on from. */
  latest(): Feed
  dispatch(action: FeedAction): void
  subscribe(onChange: () => void): () => void
}

/** Calls back before the next paint; it returns the way to cancel. */
export type Schedule = (callback: () => void) => () => void

export function createFeedStore(initial: Feed, schedule: Schedule = nextFrame): FeedStore {
  const listeners = new Set<() => void>()
  let feed = initial
  let waiting: CaptureSummary[] = []
  let cancel: (() => void) | null = null

  function apply(action: FeedAction): void {
    const next = nextFeed(feed, action)
    if (next === feed) return
    feed = next
    for (const listener of listeners) listener()
  }

  function takeWaiting(): void {
    cancel?.()
    cancel = null
    if (waiting.length === 0) return
    const captures = waiting
    waiting = []
    apply({ type: 'captured', captures })
  }

  return {
    get: () => feed,
    latest() {
      takeWaiting()
      return feed
    },
    dispatch(action) {
      if (action.type === 'captured') {
        waiting.push(...action.captures)
        cancel ??= schedule(takeWaiting)
        return
      }
      takeWaiting() // order is kept
      apply(action)
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

/** A page in the background gets no frames: a timer stands in, so that nothing piles up. */
function nextFrame(callback: () => void): () => void {
  const frame = requestAnimationFrame(callback)
  const timer = setTimeout(callback, 500)
  return () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
}
