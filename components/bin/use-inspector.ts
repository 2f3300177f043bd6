'use client'

import { useCallback, useMemo } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import type { Capture, CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { FeedPage } from '#lib/core/feed'
import { patched, upToDate } from '#lib/core/feed-captures'
import { type ListRows, loadedRows } from '#lib/core/list-rows'
import { explain, listCaptures, updateCapture } from '../api-client'
import { type Filtered, useFiltered } from '../filter/use-filtered'
import { useQueryText } from '../filter/use-query-text'
import { useNote } from '../note/use-note'
import { isPhone } from '../ui/is-phone'
import { type LoadPage, useFeed } from '../use-feed'
import { useBinChange } from './use-bin-change'
import { type LoadedCapture, useCapture } from './use-capture'
import { useDeletions } from './use-deletions'
import { type ListPages, useListPages } from './use-list-pages'
import { useNotices } from './use-notices'
import { usePicks } from './use-picks'
import { selectedPlace, useRowSteps } from './use-row-steps'
import { useSelection } from './use-selection'

const ROWS_BEFORE_END = 20

export type InspectorInput = {
  initial: FeedPage & { bin: Bin }
  /** The capture that the URL names, where the server rendered it. */
  selected: Capture | null
}

export type InspectorState = ReturnType<typeof useInspector>

/** All that the page of a bin knows, and what can be done to it. */
export function useInspector({ initial, selected: rendered }: InspectorInput) {
  const binId = initial.bin.id
  const loadPage = useCallback<LoadPage>((page, signal) => listCaptures(binId, page, signal), [binId])
  const { feed, loadOlder, updateCapture: updateListed } = useFeed({ binId, initial, loadPage })
  const { bin, change } = useBinChange(feed.bin)
  const { selectedId, select, close } = useSelection()
  const { hidden, remove } = useDeletions(binId)
  const newest = useMemo(() => shown(feed.captures, hidden), [feed.captures, hidden])
  const list = useListPages({ feed, loadOlder }, hidden, loadPage)
  const unfiltered = useMemo(() => (list.older.length === 0 ? newest : [...newest, ...list.older]), [newest, list.older])
  const query = useQueryText()
  const filtered = useFiltered(binId, query.q, newest, feed.sync.patches)
  const found = useMemo(
    () => filtered.captures && shown(upToDate(filtered.captures, feed.sync), hidden),
    [filtered.captures, feed.sync, hidden],
  )
  const captures = found ?? unfiltered
  const { rows, want } = useShownRows(list, found, filtered)
  const loaded = useCapture(binId, selectedId, rendered)
  const listed = openedSummary(captures, selectedId, loaded)
  const opened = listed && patched(listed, feed.sync.patches)
  const picks = usePicks(captures)
  const notices = useNotices(bin.name ?? 'Unnamed bin', feed.captures)

  const updateOne = (capture: CaptureSummary, patch: CapturePatch) =>
    updateListed(capture.seq, patch, () => updateCapture(binId, capture.id, patch))
  const pin = (capture: CaptureSummary) =>
    updateOne(capture, { pinned: !capture.pinned }).catch((error) => toast.error(explain(error)))
  const note = useNote((capture, note) => updateOne(capture, { note }))
  const { goTo, step } = useRowSteps(rows, selectedPlace(rows, selectedId), `${selectedId} ${query.q}`, select, want)
  const removeOpened = () => {
    if (!opened) return
    const at = captures.findIndex(({ id }) => id === opened.id)
    const next = captures[at + 1] ?? captures[at - 1]
    remove([opened])
    if (next && !isPhone()) select(next.id, 'step')
    else close()
  }

  return {
    feed,
    bin,
    change,
    captures,
    unfiltered,
    query,
    filtered: { ...filtered, captures: found },
    total: list.rows.count,
    selectedId,
    select,
    rows,
    goTo,
    onRange: want,
    step,
    close,
    loaded,
    opened,
    picks,
    notices,
    pin,
    note,
    remove,
    removeOpened,
  }
}

/** What the list knows of the open capture; where it is not loaded there, the capture itself. */
function openedSummary(
  captures: readonly CaptureSummary[],
  selectedId: string | null,
  loaded: LoadedCapture | null,
): CaptureSummary | null {
  const listed = captures.find(({ id }) => id === selectedId)
  return listed ?? (loaded?.state === 'ready' ? loaded.capture : null)
}

/** All of the bin, or what was found so far; near its end the search goes on. */
function useShownRows(list: ListPages, found: readonly CaptureSummary[] | null, { hasOlder, loadOlder }: Filtered) {
  const foundRows = useMemo(() => found && loadedRows(found), [found])
  const wantFound = useCallback(
    (_first: number, last: number) => {
      if (hasOlder && last >= (foundRows?.count ?? 0) - ROWS_BEFORE_END) loadOlder()
    },
    [hasOlder, loadOlder, foundRows],
  )
  const rows: ListRows = foundRows ?? list.rows
  return { rows, want: foundRows ? wantFound : list.want }
}

function shown(captures: readonly CaptureSummary[], hidden: ReadonlySet<string>): readonly CaptureSummary[] {
  return hidden.size === 0 ? captures : captures.filter(({ id }) => !hidden.has(id))
}
