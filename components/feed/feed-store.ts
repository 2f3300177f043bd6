import type { CaptureSummary } from '#lib/core/capture'
import { type Feed, type FeedAction, nextFeed } from '#lib/feed/feed'

/** The feed outside React: captures that come or go in a burst are taken in together, everything else at once. */
export type FeedStore = {
  /** What is shown: the same object until something changed. */
  get(): Feed
  /** With what still waits for its turn taken in: where the stream goes on from. */
  latest(): Feed
  dispatch(action: FeedAction): void
  subscribe(onChange: () => void): () => void
}

/** Calls back soon, before a paint; it returns the way to cancel. */
export type Schedule = (callback: () => void) => () => void

export function createFeedStore(initial: Feed, schedule: Schedule = calmFrames()): FeedStore {
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
      takeWaiting() // order is kept
      apply([action])
    },
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
  }
}

/** What came in a row. */
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

/** Nobody reads a list that changes with every frame, and to draw it takes a whole processor. */
const CALM_MS = 100

/** The next frame, but no sooner than `CALM_MS` after the last that was called back for: one alone is shown at once. */
export function calmFrames(): Schedule {
  let lastAt = Number.NEGATIVE_INFINITY
  return (callback) => {
    let cancel = () => clearTimeout(timer)
    const soon = () => {
      cancel = nextFrame(() => {
        lastAt = performance.now()
        callback()
      })
    }
    const timer = setTimeout(soon, Math.max(0, lastAt + CALM_MS - performance.now()))
    return () => cancel()
  }
}

/** A page in the background gets no frames: a timer stands in, so that nothing piles up. */
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
