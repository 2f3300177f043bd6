'use client'

import { type RefObject, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { toast } from 'sonner'
import type { Feed } from '#lib/feed/feed'
import { applyChanges } from '#lib/feed/feed-captures'
import { addDropped, type ListPage, pageCursor, type SparseRows, withPage } from '#lib/feed/list-rows'
import { explain } from '../api'
import type { LoadPage, UseFeed } from '../feed/use-feed'
import { useRetryOnReconnect } from '../ui/reconnect'

const PAGE_ROWS = 200
/** This many of the newest rows belong to the feed, which keeps them across a reconnect. */
const FEED_ROWS = 1000
const ROWS_ABOVE = 60
/** About 12,000 rows below the feed. Beyond that, the pages farthest from the visible rows are dropped. */
const PAGES_MAX = 60

export type ListPages = {
  /** Pages loaded below the feed's own captures, newest first. */
  pages: readonly ListPage[]
  /** Loads missing rows between two indexes, inclusive. A new function after each load, because more may be missing. */
  load: (rows: SparseRows, first: number, last: number) => void
}

/** The feed holds a bin's newest captures. This hook holds the pages below them that were scrolled to. */
export function useListPages({ feed, loadOlder }: Pick<UseFeed, 'feed' | 'loadOlder'>, loadPage: LoadPage): ListPages {
  const focus = useRef(Number.POSITIVE_INFINITY) // seq of the visible rows
  const { pages, setPages } = usePages(feed, focus)
  const latest = useRef({ epoch: 0, extend: false })
  latest.current = { epoch: feed.sync.epoch, extend: pages.length === 0 && feed.captures.length < FEED_ROWS }
  const loading = useRef(false)
  const [loads, setLoads] = useState(0)
  const [failed, setFailed] = useState(false)
  const retry = useCallback(() => {
    setFailed(false)
    setLoads((count) => count + 1) // a new `load` makes the list request what it lacks
  }, [])
  useRetryOnReconnect(failed, retry)

  const load = useCallback(
    async (rows: SparseRows, first: number, last: number) => {
      focus.current = rows.at(first)?.seq ?? focus.current
      const gap = rows.gaps.find(({ index, count }) => index <= last && index + count > first)
      if (!gap || loading.current) return
      loading.current = true
      const { epoch, extend } = latest.current
      const cursor = pageCursor(gap, Math.max(first, gap.index), ROWS_ABOVE)
      try {
        if (extend && cursor === gap.before) await loadOlder()
        else {
          const { captures, nextBefore } = await loadPage({ before: cursor, limit: PAGE_ROWS })
          if (latest.current.epoch === epoch)
            setPages((before) => near(withPage(before, gap, cursor, captures, nextBefore), cursor))
        }
        setFailed(false)
        setLoads((count) => count + 1)
      } catch (error) {
        setFailed(true)
        toast.error(`Older requests were not loaded. ${explain(error)}`, {
          id: 'older',
          action: { label: 'Try again', onClick: retry },
        })
      } finally {
        loading.current = false
      }
    },
    [loadPage, loadOlder, setPages, retry],
  )
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new function after each load
  return { pages, load: useCallback((rows, first, last) => void load(rows, first, last), [load, loads]) }
}

/** The pages of this subscription, with later deletions and changes applied. */
function usePages({ captures, nextBefore, sync }: Feed, focus: RefObject<number>) {
  const { epoch, deletedSeqs, clearedThrough, patches } = sync
  const [pages, setPages] = useState<readonly ListPage[]>([])
  const before = useRef({ captures, nextBefore, epoch })

  useLayoutEffect(() => {
    const last = before.current
    before.current = { captures, nextBefore, epoch }
    if (last.epoch !== epoch) setPages([])
    else if (nextBefore !== null && last.nextBefore !== null && nextBefore > last.nextBefore) {
      const dropped = { before: nextBefore, from: last.nextBefore, captures: last.captures.filter(({ seq }) => seq < nextBefore) }
      setPages((now) => near(addDropped(now, dropped, PAGE_ROWS), focus.current)) // the feed dropped them, but they may be visible
    }
  }, [captures, nextBefore, epoch, focus])

  const current = useMemo(
    () => pages.map((page) => ({ ...page, captures: applyChanges(page.captures, { deletedSeqs, clearedThrough, patches }) })),
    [pages, deletedSeqs, clearedThrough, patches],
  )
  useEffect(() => {
    if (nextBefore === null) setPages((now) => (now.length === 0 ? now : []))
  }, [nextBefore])
  return { pages: current, setPages }
}

function near(pages: readonly ListPage[], seq: number): readonly ListPage[] {
  if (pages.length <= PAGES_MAX) return pages
  const distance = ({ from }: ListPage) => Math.abs(from - seq)
  const farthest = pages.reduce((far, page) => (distance(page) > distance(far) ? page : far))
  return pages.filter((page) => page !== farthest)
}
