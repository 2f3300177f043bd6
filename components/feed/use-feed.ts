'use client'

import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { Bin } from '#lib/core/bin'
import type { CapturePatch } from '#lib/core/capture'
import { type Feed, type FeedPage, initialFeed } from '#lib/feed/feed'
import { createFeedStore } from './feed-store'
import { followBin, type LoadPage } from './follow-bin'
import type { ForwardEvent } from './forward-store'
import { connectLive, type LiveClient } from './live-client'

export type { LoadPage } from './follow-bin'

export type UseFeed = {
  feed: Feed
  /** Loads the next older page. Does nothing if there is none or one is loading. Rejects as `loadPage` does. */
  loadOlder(): Promise<void>
  loadingOlder: boolean
  /** Changes one capture with `call`, and shows the change once the server has stored it. Rejects as `call` does. */
  updateCapture(seq: number, patch: CapturePatch, call: () => Promise<unknown>): Promise<void>
}

const OLDER_PAGE = 100

/**
 * The live list of one bin: server-rendered first page, then the stream. Give the component that calls it `key={binId}`:
 * another bin is another feed.
 */
export function useFeed({
  binId,
  initial,
  loadPage,
  onForward,
  connect = connectLive,
}: {
  binId: string
  initial: FeedPage & { bin: Bin }
  loadPage: LoadPage
  onForward?: (event: ForwardEvent) => void
  /** For tests. */
  connect?: () => LiveClient
}): UseFeed {
  const [store] = useState(() => createFeedStore(initialFeed(initial.bin, initial)))
  const [loadingOlder, setLoadingOlder] = useState(false)
  const loading = useRef(false)
  const latest = useRef({ loadPage, onForward, connect })
  useEffect(() => {
    latest.current = { loadPage, onForward, connect }
  })
  const feed = useSyncExternalStore(store.subscribe, store.get, store.get)

  useEffect(() => {
    const client = latest.current.connect()
    const stop = followBin({
      binId,
      store,
      client,
      loadPage: (page, signal) => latest.current.loadPage(page, signal),
      onForward: (event) => latest.current.onForward?.(event),
    })
    return () => {
      stop()
      client.close()
    }
  }, [binId, store])

  const loadOlder = useCallback(async () => {
    const { nextBefore: before, sync } = store.get()
    if (before === null || loading.current) return
    loading.current = true
    setLoadingOlder(true)
    try {
      const page = await latest.current.loadPage({ before, limit: OLDER_PAGE })
      store.dispatch({ type: 'olderPage', epoch: sync.epoch, before, page })
    } finally {
      loading.current = false
      setLoadingOlder(false)
    }
  }, [store])

  const updateCapture = useCallback<UseFeed['updateCapture']>(
    async (seq, patch, call) => {
      const patchOf = () => store.get().sync.patches.get(seq)
      const before = patchOf()
      await call()
      // If the stream sent a change meanwhile, it is this one or a later one.
      if (patchOf() === before) store.dispatch({ type: 'updated', seq, patch })
    },
    [store],
  )
  return { feed, loadOlder, loadingOlder, updateCapture }
}
