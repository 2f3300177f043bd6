import type { FeedPage } from '#lib/feed/feed'
import type { FeedStore } from './feed-store'
import type { ForwardEvent } from './forward-store'
import type { LiveClient } from './live-client'

/** One page of the bin's captures, newest first, as `GET /bins/{bin}/captures` returns it. `limit` is at most 200. */
export type LoadPage = (page: { limit: number; before?: number }, signal?: AbortSignal) => Promise<FeedPage>

const PAGE_MAX = 200
const SNAPSHOT_MIN = 50
const SNAPSHOT_MAX = 1000 // so that rows loaded before a short disconnect stay loaded

/** Keeps `store` in step with the bin until the returned function is called: socket first, snapshot next. */
export function followBin({
  binId,
  store,
  client,
  loadPage,
  onForward,
  retryMs = 1000,
}: {
  binId: string
  store: FeedStore
  client: LiveClient
  loadPage: LoadPage
  onForward?: (event: ForwardEvent) => void
  retryMs?: number
}): () => void {
  let load = new AbortController()

  /** Retries until it has the page, or a new subscription or the end makes it obsolete. */
  async function takeSnapshot({ signal }: AbortController): Promise<void> {
    const { epoch } = store.get().sync
    for (let pauseMs = retryMs; !signal.aborted; pauseMs = Math.min(pauseMs * 2, 30_000)) {
      try {
        const page = await loadSnapshot(loadPage, store.get().captures.length, signal)
        if (!signal.aborted) store.dispatch({ type: 'snapshot', epoch, page })
        return
      } catch {
        await pause(pauseMs, signal) // the badge says "catching up" meanwhile
      }
    }
  }

  const stop = client.follow(
    binId,
    () => store.latest().lastSeq,
    (action) => {
      store.dispatch(action)
      if (action.type === 'accessEnded') load.abort()
      if (action.type === 'subscribed') {
        load.abort()
        load = new AbortController()
        void takeSnapshot(load)
      }
    },
    onForward,
  )
  return () => {
    stop()
    load.abort()
  }
}

/** Loads about as many of the newest captures as are loaded now, in as many pages as needed. */
async function loadSnapshot(loadPage: LoadPage, loaded: number, signal: AbortSignal): Promise<FeedPage> {
  const wanted = Math.min(SNAPSHOT_MAX, Math.max(SNAPSHOT_MIN, loaded))
  const first = await loadPage({ limit: Math.min(PAGE_MAX, wanted) }, signal)
  let { captures, nextBefore } = first
  while (nextBefore !== null && captures.length < wanted) {
    const next = await loadPage({ limit: Math.min(PAGE_MAX, wanted - captures.length), before: nextBefore }, signal)
    captures = [...captures, ...next.captures]
    nextBefore = next.nextBefore
  }
  return { captures, nextBefore, total: first.total }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
