'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { FeedSync } from '#lib/feed/feed'
import { api } from '../api'
import { createForwardStore, type ForwardStore, type Forwards } from './forward-store'

export function useForwardStore(binId: string): ForwardStore {
  const [store] = useState(() => createForwardStore(async () => (await api.listForwards({ bin: binId })).forwards))
  return store
}

/** Loads the list after each subscription to the stream, which keeps it up to date, and after all captures were deleted. */
export function useLoadForwards(store: ForwardStore, { epoch, clearedThrough }: FeedSync, allowed: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: the stream does not announce pending and dead captures that a clear deletes
  useEffect(() => {
    if (allowed && epoch > 0) void store.load()
  }, [store, epoch, clearedThrough, allowed])
}

export function useForwards(store: ForwardStore): Forwards {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
