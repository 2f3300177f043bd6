import type { CaptureSummary } from '#lib/core/capture'
import { type Feed, type FeedAction, nextFeed } from '#lib/feed/feed'

/** The feed outside React. Captures that come or go in a burst are applied together, everything else at once. */
export type FeedStore = {
  /** The shown feed: the same object until something changes. */
  get(): Feed
  /** The feed with the events that are not shown yet. The stream resumes after the last of them. */
  latest(): Feed
  dispatch(action: FeedAction): void
  subscribe(onChange: () => void): () => void
}

/** Calls back soon, before a paint. Returns a function that cancels. */
export type Schedule = (callback: () => void) => () => void

export function createFeedStore(initial: Feed, schedule: Schedule = throttledFrames()): FeedStore {
  const listeners = new Set<() => void>()
  let feed = initial
  let waiting: Burst[] = []
  let cancel: (() => void) | null = null

  function apply(actions: readonly FeedAction[]): void {
    const next = actions.reduce(nextFeed, feed)
    if (next === feed) return
    feed = next
    for (const listener of listeners) listener()
  }

  function takeWaiting(): void {
    cancel?.()
    cancel = null
    if (waiting.length === 0) return
    const actions = waiting
    waiting = []
    apply(actions.map(toAction))
  }

  return {
    get: () => feed,
    latest() {
      takeWaiting()
      return feed
    },
    dispatch(action) {
      if (action.type === 'captured' || action.type === 'deleted') {
        addToBurst(waiting, action)
        cancel ??= schedule(takeWaiting)
        return
      }
      takeWaiting() // applies waiting events first, to keep the order
      apply([action])
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

/** Consecutive events of one kind. */
type Burst = { type: 'captured'; items: CaptureSummary[] } | { type: 'deleted'; items: number[] }

function addToBurst(waiting: Burst[], action: Extract<FeedAction, { type: Burst['type'] }>): void {
  const last = waiting.at(-1)
  if (action.type === 'captured') {
    if (last?.type === 'captured') last.items.push(...action.captures)
    else waiting.push({ type: 'captured', items: [...action.captures] })
  } else if (last?.type === 'deleted') last.items.push(...action.seqs)
  else waiting.push({ type: 'deleted', items: [...action.seqs] })
}

function toAction(burst: Burst): FeedAction {
  return burst.type === 'captured' ? { type: 'captured', captures: burst.items } : { type: 'deleted', seqs: burst.items }
}

/**
 * The shortest time between two renders in a burst: nobody can read a list that changes every frame, and drawing it would take a whole
 * CPU core.
 */
const RENDER_GAP_MS = 100

/** The next frame, but at least `RENDER_GAP_MS` after the last callback. So a single event shows at once. */
export function throttledFrames(): Schedule {
  let lastAt = Number.NEGATIVE_INFINITY
  return (callback) => {
    let cancel = () => clearTimeout(timer)
    const soon = () => {
      cancel = nextFrame(() => {
        lastAt = performance.now()
        callback()
      })
    }
    const timer = setTimeout(soon, Math.max(0, lastAt + RENDER_GAP_MS - performance.now()))
    return () => cancel()
  }
}

/** A page in the background gets no frames. A timer takes their place, so that nothing piles up. */
function nextFrame(callback: () => void): () => void {
  const cancel = () => {
    cancelAnimationFrame(frame)
    clearTimeout(timer)
  }
  const once = () => {
    cancel()
    callback()
  }
  const frame = requestAnimationFrame(once)
  const timer = setTimeout(once, 500)
  return cancel
}
