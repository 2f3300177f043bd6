'use client'

import { useCallback, useMemo } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import type { Capture, CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { FeedPage } from '#lib/core/feed'
import { patched, upToDate } from '#lib/core/feed-captures'
import { countOf } from '#lib/core/list-rows'
import { explain, listCaptures, updateCapture } from '../api-client'
import { useAttempts } from '../attempts/use-attempts'
import { useFiltered } from '../filter/use-filtered'
import { useQueryText } from '../filter/use-query-text'
import { useNote } from '../note/use-note'
import { isPhone } from '../ui/is-phone'
import { type LoadPage, useFeed } from '../use-feed'
import { useBinChange } from './use-bin-change'
import { type LoadedCapture, useCapture } from './use-capture'
import { useDeletions } from './use-deletions'
import { useListPages } from './use-list-pages'
import { useListRows } from './use-list-rows'
import { useNotices } from './use-notices'
import { usePicks } from './use-picks'
import { selectedPlace, useRowSteps } from './use-row-steps'
import { useSelection } from './use-selection'

export type InspectorInput = {
  initial: FeedPage & { bin: Bin }
  /** The capture that the URL names, where the server rendered it. */
  selected: Capture | null
  /** Whether retries are grouped. */
  grouped: boolean
}

export type InspectorState = ReturnType<typeof useInspector>

/** All that the page of a bin knows, and what can be done to it. */
export function useInspector({ initial, selected: rendered, grouped }: InspectorInput) {
  const binId = initial.bin.id
  const loadPage = useCallback<LoadPage>((page, signal) => listCaptures(binId, page, signal), [binId])
  const { feed, loadOlder, updateCapture: updateListed } = useFeed({ binId, initial, loadPage })
  const { bin, change } = useBinChange(feed.bin)
  const { selectedId, select, close } = useSelection()
  const { hidden, remove } = useDeletions(binId)
  const newest = useMemo(() => shown(feed.captures, hidden), [feed.captures, hidden])
  const list = useListPages({ feed, loadOlder }, loadPage)
  const older = useMemo(
    () =>
      shown(
        list.pages.flatMap(({ captures }) => captures),
        hidden,
      ),
    [list.pages, hidden],
  )
  const unfiltered = useMemo(() => (older.length === 0 ? newest : [...newest, ...older]), [newest, older])
  const query = useQueryText()
  const filtered = useFiltered(binId, query.q, newest, feed.sync.patches)
  const found = useMemo(
    () => filtered.captures && shown(upToDate(filtered.captures, feed.sync), hidden),
    [filtered.captures, feed.sync, hidden],
  )
  const captures = found ?? unfiltered
  const attempts = useAttempts(captures, selectedId, grouped)
  const { rows, want } = useListRows({ feed, list, hidden, found, filtered, attempts })
  const loaded = useCapture(binId, selectedId, rendered)
  const listed = openedSummary(captures, selectedId, loaded)
  const opened = listed && patched(listed, feed.sync.patches)
  const picks = usePicks(captures, rows)
  const notices = useNotices(bin.name ?? 'Unnamed bin', feed.captures)

  const updateOne = (capture: CaptureSummary, patch: CapturePatch) =>
    updateListed(capture.seq, patch, () => updateCapture(binId, capture.id, patch))
  const pin = (capture: CaptureSummary) =>
    updateOne(capture, { pinned: !capture.pinned }).catch((error) => toast.error(explain(error)))
  const note = useNote((capture, note) => updateOne(capture, { note }))
  const { goTo, step } = useRowSteps(rows, selectedPlace(rows, selectedId), `${selectedId} ${query.q}`, select, want)
  const toggleAttempts = (captureId: string) => {
    const all = attempts.of(captureId)
    const place = all?.findIndex(({ id }) => id === selectedId) ?? -1
    if (all && place > 0) select(all[0]!.id, 'step') // the one that is open would be folded away
    attempts.toggle(captureId)
  }
  const removeOpened = () => {
    if (!opened) return
    const at = selectedPlace(rows, opened.id)
    const next = rows.at(at + 1) ?? rows.at(at - 1)
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
    total: Math.max(unfiltered.length, feed.total - (feed.captures.length + countOf(list.pages) - unfiltered.length)),
    selectedId,
    select,
    rows,
    goTo,
    onRange: want,
    attempts: { ...attempts, toggle: toggleAttempts },
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

function shown(captures: readonly CaptureSummary[], hidden: ReadonlySet<string>): readonly CaptureSummary[] {
  return hidden.size === 0 ? captures : captures.filter(({ id }) => !hidden.has(id))
}
