'use client'

import { useCallback, useMemo } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { Feed } from '#lib/feed/feed'
import { type GroupedRows, groupedRows } from '#lib/feed/grouped-rows'
import { loadedRows, sparseRowsWithout } from '#lib/feed/list-rows'
import type { Attempts } from '../attempts/use-attempts'
import type { Filtered } from '../filter/use-filtered'
import type { ListPages } from './use-list-pages'

const ROWS_BEFORE_END = 20

type Input = {
  feed: Feed
  list: ListPages
  /** Ids that are being deleted. */
  hidden: ReadonlySet<string>
  /** null without a filter. */
  found: readonly CaptureSummary[] | null
  filtered: Pick<Filtered, 'hasOlder' | 'loadOlder'>
  attempts: Pick<Attempts, 'groups' | 'earlier' | 'open'>
}

export type ShownRows = {
  rows: GroupedRows
  /** Requests the rows from `first` to `last`, inclusive, so that missing ones are loaded. */
  loadRows: (first: number, last: number) => void
}

/** The list as shown: the whole bin, or the matches found so far. Near its end the search continues. */
export function useListRows({ feed, list, hidden, found, filtered, attempts }: Input): ShownRows {
  const { groups, earlier, open } = attempts
  const { hasOlder, loadOlder } = filtered
  const all = useMemo(
    () => (found ? null : sparseRowsWithout(new Set([...hidden, ...earlier]), feed, list.pages)),
    [found, hidden, earlier, feed, list.pages],
  )
  const rows = useMemo(() => groupedRows(all ?? loadedRows(groups.heads), groups, open), [all, groups, open])

  const loadRows = useCallback(
    (first: number, last: number) => {
      if (all) list.load(all, rows.headPlace(first), rows.headPlace(last))
      else if (hasOlder && last >= rows.count - ROWS_BEFORE_END) loadOlder()
    },
    [all, rows, list.load, hasOlder, loadOlder],
  )
  return { rows, loadRows }
}
