'use client'

import { useEffect, useState, useSyncExternalStore } from 'react'
import type { FeedSync } from '#lib/feed/feed'
import { api } from '../api'
import { createForwardStore, type ForwardStore, type Forwards } from './forward-store'

export function useForwardStore(binId: string): ForwardStore {
  const [store] = useState(() => createForwardStore(async () => (await api.listForwards({ bin: binId })).forwards))
  return store
}

/** Reads the list with each subscription to the stream, from which it is kept up to date, and when all captures were deleted. */
export function useLoadForwards(store: ForwardStore, { epoch, clearedThrough }: FeedSync, allowed: boolean): void {
  // biome-ignore lint/correctness/useExhaustiveDependencies: what dies with its captures is not told
  useEffect(() => {
    if (allowed && epoch > 0) void store.load()
  }, [store, epoch, clearedThrough, allowed])
}

export function useForwards(store: ForwardStore): Forwards {
  return useSyncExternalStore(store.subscribe, store.get, store.get)
}
