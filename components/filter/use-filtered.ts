'use client'

import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { FilterError } from '#lib/core/filter/filter'
import { type Patches, withPatches } from '#lib/feed/feed-captures'
import { api, explain } from '../api'
import { useRetryOnReconnect } from '../ui/reconnect'
import type { MatchFilter } from './filter-core'
import { createLiveSearch, type LiveSearch } from './live-search'
import { type FilterCore, useFilterCore } from './use-filter-core'

export type Filtered = {
  /** null: no filter is active, and everything is shown. */
  captures: readonly CaptureSummary[] | null
  error: FilterError | null
  /** The server is still searching. */
  searching: boolean
  /** Why only loaded rows were searched. */
  why: string | null
  /** After a failed search (`why`): searches again. */
  retry: () => void
  hasOlder: boolean
  loadOlder: () => void
}

type Search = { q: string; found: readonly CaptureSummary[]; before: number | null; searching: boolean; why: string | null }

const WANTED = 50
const LIVE_PAGE = 200

/**
 * The captures that match `q`. Loaded rows are decided here if a row can decide it, all others by the server, page by page. New rows that
 * need headers or body are sent to the server in pages, a few times a second. Matches that were changed afterwards (`patches`: note, pin)
 * are checked again. With a new `epoch` of the feed (it was disconnected, or many captures changed) the search is repeated.
 */
export function useFiltered(
  binId: string,
  q: string,
  rows: readonly CaptureSummary[],
  { patches, epoch }: { patches: Patches; epoch: number },
): Filtered {
  const core = useFilterCore(q.trim() !== '')
  const parsed = useMemo(() => (core && q.trim() !== '' ? core.parseFilter(q) : null), [core, q])
  const active = parsed?.ok === true && parsed.filter.kind !== 'all'
  const { search, more, retry } = useSearch(binId, active ? q : null, epoch)
  const matched = useMatched(core, parsed?.ok ? parsed.filter : null, rows)
  const live = useLiveRows(binId, active ? q : null, matched?.undecided ?? null)

  const captures = useMemo(
    () => (active && matched ? merged(matched, [...live, ...(search?.found ?? [])], rows, patches) : null),
    [active, matched, live, search, rows, patches],
  )
  return {
    captures,
    error: parsed && !parsed.ok ? parsed.error : null,
    searching: active && (search?.searching ?? true),
    why: search?.why ?? null,
    retry,
    hasOlder: search !== null && search.before !== null && !search.searching,
    loadOlder: more,
  }
}

type Matched = { sure: readonly CaptureSummary[]; undecided: readonly CaptureSummary[]; match: Decide }
type Decide = (row: CaptureSummary) => boolean | null

function useMatched(
  core: FilterCore | null,
  filter: Parameters<FilterCore['compileFilter']>[0] | null,
  rows: readonly CaptureSummary[],
): Matched | null {
  const match = useMemo(() => core && filter && decideOnce(core.compileFilter(filter, Date.now())), [core, filter])
  return useMemo(
    () =>
      match && {
        match,
        sure: rows.filter((row) => match(row) === true),
        undecided: rows.filter((row) => match(row) === null),
      },
    [match, rows],
  )
}

/** Caches decisions, because rows arrive many times a second and existing ones do not change. */
function decideOnce(match: MatchFilter): Decide {
  const known = new WeakMap<CaptureSummary, { holds: boolean | null }>()
  return (summary) => {
    const before = known.get(summary)
    if (before) return before.holds
    const holds = match({ summary })
    known.set(summary, { holds })
    return holds
  }
}

/**
 * Searches the bin on the server until a screenful is found or the end is reached; `more` continues from there. A repeated search shows the
 * earlier matches until it has found as many.
 */
function useSearch(binId: string, q: string | null, epoch: number) {
  const [search, setSearch] = useState<Search | null>(null)
  const running = useRef<AbortController | null>(null)

  const run = useCallback(
    async (text: string, from: number | undefined, found: readonly CaptureSummary[], earlier: readonly CaptureSummary[] = []) => {
      running.current?.abort()
      const stop = new AbortController()
      running.current = stop
      const wanted = found.length + Math.max(WANTED, earlier.length)
      let [before, all] = [from, found]
      const show = (state: Pick<Search, 'searching' | 'why'>) => {
        const shown = (state.searching || state.why) && all.length < earlier.length ? earlier : all
        setSearch({ q: text, found: shown, before: state.why ? null : (before ?? null), ...state })
      }
      setSearch({ q: text, found: earlier.length > 0 ? earlier : found, before: null, searching: true, why: null })
      try {
        do {
          const page = await api.listCaptures({ bin: binId, q: text, before }, { signal: stop.signal })
          all = [...all, ...page.captures]
          before = page.nextBefore ?? undefined
          show({ searching: before !== undefined, why: null })
        } while (before !== undefined && all.length < wanted)
        show({ searching: false, why: null })
      } catch (error) {
        if (!stop.signal.aborted) show({ searching: false, why: explain(error) })
      }
    },
    [binId],
  )

  useEffect(() => {
    setSearch(null)
    if (q !== null) void run(q, undefined, [])
    return () => running.current?.abort()
  }, [q, run])

  const more = useCallback(() => {
    if (search && search.before !== null && !search.searching) void run(search.q, search.before, search.found)
  }, [search, run])
  const retry = useCallback(() => {
    if (q !== null) void run(q, undefined, [])
  }, [q, run])
  useRetryOnReconnect(search !== null && search.why !== null, retry)
  const latest = useRef(search)
  latest.current = search
  const searched = useRef(epoch)
  useEffect(() => {
    const isFirst = searched.current === 0 // the page's first subscription, and the search began after the page was opened
    if (searched.current === epoch) return
    searched.current = epoch
    if (!isFirst && latest.current) void run(latest.current.q, undefined, [], latest.current.found)
  }, [epoch, run])
  return { search, more, retry }
}

/** The server's matches among rows that arrived since the search began and that cannot be decided by the row alone. */
function useLiveRows(binId: string, q: string | null, undecided: readonly CaptureSummary[] | null): readonly CaptureSummary[] {
  const [found, setFound] = useState<readonly CaptureSummary[]>([])
  const live = useRef<LiveSearch | null>(null)
  const asks = q !== null && undecided !== null
  const newest = undecided?.[0]?.seq ?? 0

  // biome-ignore lint/correctness/useExhaustiveDependencies: starts from the newest row at the time the filter was set
  useEffect(() => {
    if (!asks) return
    const search = createLiveSearch(
      newest, // the search of the bin starts now and covers everything up to here
      (after, signal) => api.listCaptures({ bin: binId, q, after, limit: LIVE_PAGE }, { signal }),
      (captures) => setFound((before) => [...captures, ...before]),
    )
    live.current = search
    return () => {
      search.stop()
      live.current = null
      setFound([])
    }
  }, [binId, q, asks])
  useEffect(() => live.current?.reach(newest), [newest])
  return found
}

/**
 * Merges matches newest first, without duplicates. Drops a match that is within the range of loaded rows but no longer among them (deleted),
 * and one whose row no longer matches (changed).
 */
function merged(
  { sure, match }: Matched,
  found: readonly CaptureSummary[],
  rows: readonly CaptureSummary[],
  patches: Patches,
): CaptureSummary[] {
  const byId = new Map(rows.map((row) => [row.id, row]))
  const oldest = rows.at(-1)?.seq ?? 0
  const shown = new Map(sure.map((row) => [row.id, row]))
  for (const capture of found) {
    const row = byId.get(capture.id) ?? (capture.seq < oldest ? withPatches(capture, patches) : null)
    if (row && match(row) !== false) shown.set(row.id, row)
  }
  return [...shown.values()].sort((a, b) => b.seq - a.seq)
}
