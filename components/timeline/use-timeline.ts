'use client'

import { useEffect, useMemo, useRef, useState, useSyncExternalStore } from 'react'
import type { InputOf } from '#lib/client/calls'
import type { Feed } from '#lib/feed/feed'
import type { TimelineAnswer, TimelineNeeds } from '#lib/feed/timeline'
import { api } from '../api'
import { onSecretsChange } from '../signatures/secrets-changed'
import { createTimelineStore, type TimelineState, type TimelineStore } from './timeline-store'

/** Arrivals over time of the captures that match `q` (empty: all). */
export function useTimeline(binId: string, q: string, feed: Feed, { lag, verdicts }: TimelineNeeds): TimelineState {
  const epoch = useSettledEpoch(feed)
  const store = useStore(binId, q, epoch, useSecretsRevision())
  useEffect(() => () => store.stop(), [store])
  useEffect(() => {
    if (epoch !== null && epoch === feed.sync.epoch) store.follow(feed, { lag, verdicts })
  }, [store, feed, lag, verdicts, epoch])
  return useLastLoaded(useSyncExternalStore(store.subscribe, store.get, store.get))
}

/** Keeps the store of all captures while a filter is active. Afterwards, only captures since then have to be counted. */
function useStore(binId: string, q: string, epoch: number | null, secrets: number): TimelineStore {
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a disconnect (new epoch) or a change of secrets, the counts are outdated
  const ofAll = useMemo(() => storeOf(binId, ''), [binId, epoch, secrets])
  // biome-ignore lint/correctness/useExhaustiveDependencies: as above
  const ofSome = useMemo(() => (q === '' ? null : storeOf(binId, q)), [binId, q, epoch, secrets])
  return ofSome ?? ofAll
}

function storeOf(binId: string, q: string): TimelineStore {
  return createTimelineStore((range, signal) => countArrivals({ bin: binId, q: q || undefined, ...range }, signal), {
    countRows: q === '',
  })
}

/** Times are milliseconds since 1970. */
async function countArrivals(input: InputOf<'getTimeline'>, signal: AbortSignal): Promise<TimelineAnswer> {
  const answer = await api.getTimeline(input, { signal })
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso))
  const buckets = answer.buckets.map(({ at, verdicts = {}, ...rest }) => ({ at: Date.parse(at), verdicts, ...rest }))
  return { ...answer, buckets, firstAt: time(answer.firstAt), lastAt: time(answer.lastAt) }
}

/** The epoch of the last complete list. Changes only once a new epoch's list is complete. */
function useSettledEpoch({ connection, sync }: Feed): number | null {
  const [epoch, setEpoch] = useState<number | null>(null)
  if (connection.state !== 'catching-up' && epoch !== sync.epoch) setEpoch(sync.epoch)
  return epoch
}

/** Increases with each change of the bin's secrets by this page. The server announces new verdicts only for the newest captures. */
function useSecretsRevision(): number {
  const [revision, setRevision] = useState(0)
  useEffect(() => onSecretsChange(() => setRevision((count) => count + 1)), [])
  return revision
}

/** Keeps the last shown state until there is a new one. */
function useLastLoaded(state: TimelineState): TimelineState {
  const shown = useRef(state)
  useEffect(() => {
    if (state.timeline.bucketMs !== null) shown.current = state
  })
  return state.timeline.bucketMs === null && !state.failed ? shown.current : state
}
