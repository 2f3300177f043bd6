import type { CaptureSummary } from '#lib/core/capture'

/** A page of captures after a seq, oldest first; `nextAfter` null at the end of the bin. */
export type SearchAfter = (
  after: number,
  signal: AbortSignal,
) => Promise<{ captures: readonly CaptureSummary[]; nextAfter: number | null }>

export type LiveSearch = {
  /** Call when captures up to this seq have arrived. */
  reach(seq: number): void
  stop(): void
}

/** Pause between two rounds of requests while captures keep arriving. */
const PAUSE_MS = 300
const RETRY_MS_MAX = 10_000

/**
 * Asks the server which of the captures that came after `from` match. Throttled: the first request is sent `PAUSE_MS` after the first
 * capture, however many follow, and then page by page until it has caught up. A failed request is repeated with back-off.
 */
export function createLiveSearch(
  from: number,
  search: SearchAfter,
  add: (captures: readonly CaptureSummary[]) => void,
): LiveSearch {
  const stopping = new AbortController()
  let through = from
  let reached = from
  let pauseMs = PAUSE_MS
  let timer: ReturnType<typeof setTimeout> | null = null

  function searchSoon(): void {
    if (timer === null && through < reached && !stopping.signal.aborted) timer = setTimeout(catchUp, pauseMs)
  }

  async function catchUp(): Promise<void> {
    try {
      while (through < reached) await takePage()
      pauseMs = PAUSE_MS
    } catch {
      pauseMs = Math.min(pauseMs * 2, RETRY_MS_MAX)
    }
    timer = null
    searchSoon()
  }

  async function takePage(): Promise<void> {
    const known = reached // all of these are in the store, so an answer without a next page has seen them
    const { captures, nextAfter } = await search(through, stopping.signal)
    if (stopping.signal.aborted) return
    through = nextAfter ?? Math.max(known, captures.at(-1)?.seq ?? 0)
    if (captures.length > 0) add(captures)
  }

  return {
    reach(seq) {
      reached = Math.max(reached, seq)
      searchSoon()
    },
    stop() {
      stopping.abort()
      if (timer) clearTimeout(timer)
    },
  }
}
