import { mergeBuckets } from '#lib/core/timeline/bucket'
import {
  addAnswer,
  EMPTY_TIMELINE,
  type Followed,
  followRows,
  nextRange,
  type Timeline,
  type TimelineAnswer,
  type TimelineNeeds,
  type TimelineRange,
} from '#lib/feed/timeline'

export type TimelineState = { timeline: Timeline; failed: boolean }

export type TimelineStore = {
  get(): TimelineState
  subscribe(onChange: () => void): () => void
  /** Call with the list's current state. */
  follow(feed: Followed, needs: TimelineNeeds): void
  /** Pauses everything until `follow` is called again. */
  stop(): void
}

type TimelineRequest = (
  range: { bucket?: number; before?: number; after?: number },
  signal: AbortSignal,
) => Promise<TimelineAnswer>

/** Limits redraws to a few per second, however many captures arrive. */
const FOLLOW_MS = 250
/** Throttles requests for parts that change repeatedly. */
const AGAIN_MS = 1000
/** Checking 10,000 signatures takes some seconds. */
const CHECKING_AGAIN_MS = 3000
const RETRY_MS = 5000
/** Lets the list load first, and skips requests while the filter is still being typed. */
const FILTERED_AFTER_MS = 600

/** One bin's timeline. Fetches missing parts, one call at a time, and stays in step with the list. */
export function createTimelineStore(request: TimelineRequest, { countRows }: { countRows: boolean }): TimelineStore {
  const firstAfterMs = countRows ? 0 : FILTERED_AFTER_MS
  const listeners = new Set<() => void>()
  let state: TimelineState = { timeline: EMPTY_TIMELINE, failed: false }
  let latest: { feed: Followed; needs: TimelineNeeds } | null = null
  let timer: ReturnType<typeof setTimeout> | null = null
  let running: AbortController | null = null
  let nextRequestAt = 0

  function set(next: TimelineState): void {
    if (next.timeline === state.timeline && next.failed === state.failed) return
    state = next
    for (const listener of listeners) listener()
  }

  function later(ms: number): void {
    timer ??= setTimeout(() => {
      timer = null
      step()
    }, ms)
  }

  function step(): void {
    if (!latest) return
    const { feed, needs } = latest
    set({ ...state, timeline: followRows(state.timeline, feed, { countRows }) })
    const range = running ? null : nextRange(state.timeline, feed, needs)
    if (!range) return
    const wait = range.whole || state.failed ? nextRequestAt - Date.now() : 0
    if (wait > 0) later(wait)
    else void load(range, feed)
  }

  async function load(range: TimelineRange, listAtRequest: Followed): Promise<void> {
    const stopping = new AbortController()
    running = stopping
    try {
      const answer = await requestAll(request, range, state.timeline.bucketMs ?? undefined, stopping.signal)
      if (stopping.signal.aborted) return
      if (range.whole || answer.unchecked) nextRequestAt = Date.now() + (answer.unchecked ? CHECKING_AGAIN_MS : AGAIN_MS)
      set({ timeline: addAnswer(state.timeline, range, listAtRequest, answer), failed: false })
    } catch {
      if (stopping.signal.aborted) return
      nextRequestAt = Date.now() + RETRY_MS
      set({ ...state, failed: true })
    }
    running = null
    step()
  }

  return {
    get: () => state,
    subscribe(onChange) {
      listeners.add(onChange)
      return () => listeners.delete(onChange)
    },
    follow(feed, needs) {
      const first = latest === null
      latest = { feed, needs }
      if (first && firstAfterMs === 0) step()
      else later(first ? firstAfterMs : FOLLOW_MS)
    },
    stop() {
      running?.abort()
      running = null
      latest = null
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}

/** Fetches a whole range, in as many calls as needed. */
async function requestAll(
  request: TimelineRequest,
  { whole, ...range }: TimelineRange,
  bucket: number | undefined,
  signal: AbortSignal,
): Promise<TimelineAnswer> {
  const width = bucket === undefined ? {} : { bucket }
  const first = await request({ ...width, ...range }, signal)
  let answer = first
  while (whole && answer.nextBefore !== null) {
    const next = await request({ ...range, bucket: first.bucketMs, before: answer.nextBefore }, signal)
    answer = { ...first, buckets: mergeBuckets([answer.buckets, next.buckets], first.bucketMs), nextBefore: next.nextBefore }
  }
  return answer
}
