'use client'

import { useCallback, useMemo, useState } from 'react'
import { toast } from 'sonner'
import type { InputOf } from '#lib/client/calls'
import type { Bin } from '#lib/core/bin'
import type { Capture, CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { FeedPage } from '#lib/feed/feed'
import { applyChanges, withPatches } from '#lib/feed/feed-captures'
import { countOf } from '#lib/feed/list-rows'
import { api, explain } from '../api'
import { useAttempts } from '../attempts/use-attempts'
import { type LoadedCapture, useCapture } from '../feed/use-capture'
import { type LoadPage, useFeed } from '../feed/use-feed'
import { useForwardStore } from '../feed/use-forwards'
import { useSelection } from '../feed/use-selection'
import { useFiltered } from '../filter/use-filtered'
import { useQueryText } from '../filter/use-query-text'
import { useDeletions } from '../list/use-deletions'
import { useListPages } from '../list/use-list-pages'
import { useListRows } from '../list/use-list-rows'
import { usePicks } from '../list/use-picks'
import { selectedPlace, useRowSteps } from '../list/use-row-steps'
import { useNote } from '../note/use-note'
import { isPhone } from '../ui/is-phone'
import { useNotices } from './use-notices'

export type InspectorInput = {
  initial: FeedPage & { bin: Bin }
  /** The capture named in the URL, if the server rendered it. */
  selected: Capture | null
  /** Whether retries are grouped. */
  grouped: boolean
}

export type InspectorState = ReturnType<typeof useInspector>

/** All state of a bin's page, and the actions on it. */
export function useInspector({ initial, selected: rendered, grouped }: InspectorInput) {
  const binId = initial.bin.id
  const loadPage = useCallback<LoadPage>((page, signal) => api.listCaptures({ bin: binId, ...page }, { signal }), [binId])
  const forwards = useForwardStore(binId)
  const { feed, loadOlder, updateCapture: updateListed } = useFeed({ binId, initial, loadPage, onForward: forwards.apply })
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
  const filtered = useFiltered(binId, query.q, newest, feed.sync)
  const found = useMemo(
    () => filtered.captures && shown(applyChanges(filtered.captures, feed.sync), hidden),
    [filtered.captures, feed.sync, hidden],
  )
  const captures = found ?? unfiltered
  const attempts = useAttempts(captures, selectedId, grouped)
  const { rows, loadRows } = useListRows({ feed, list, hidden, found, filtered, attempts })
  const loaded = useCapture(binId, selectedId, rendered)
  const listed = openedSummary(captures, selectedId, loaded)
  const opened = listed && withPatches(listed, feed.sync.patches)
  const picks = usePicks(captures, rows)
  const notices = useNotices(bin.name ?? 'Unnamed bin', feed.captures)

  const updateOne = (capture: CaptureSummary, patch: CapturePatch) =>
    updateListed(capture.seq, patch, () => api.updateCapture({ bin: binId, capture: capture.id, bodyMax: 0, body: patch }))
  const pin = (capture: CaptureSummary) =>
    updateOne(capture, { pinned: !capture.pinned }).catch((error) => toast.error(explain(error)))
  const note = useNote((capture, note) => updateOne(capture, { note }))
  const { goTo, step } = useRowSteps(rows, selectedPlace(rows, selectedId), `${selectedId} ${query.q}`, select, loadRows)
  const toggleAttempts = (captureId: string) => {
    const all = attempts.of(captureId)
    const place = all?.findIndex(({ id }) => id === selectedId) ?? -1
    if (all && place > 0) select(all[0]!.id, 'step') // otherwise the open capture would be folded away
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
    forwards,
    captures,
    unfiltered,
    query,
    filtered: { ...filtered, captures: found },
    total: Math.max(unfiltered.length, feed.total - (feed.captures.length + countOf(list.pages) - unfiltered.length)),
    selectedId,
    select,
    rows,
    goTo,
    onRange: loadRows,
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

/** The row of the open capture; if it is not loaded in the list, derived from the capture itself. */
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

/** The bin as shown, and a function to change it. The answer to a change shows at once, until the stream's version replaces it. */
function useBinChange(streamed: Bin): { bin: Bin; change: (input: InputOf<'updateBin'>['body']) => Promise<void> } {
  const [answered, setAnswered] = useState<{ bin: Bin; over: Bin } | null>(null)
  const change = async (input: InputOf<'updateBin'>['body']) => {
    const bin = await api.updateBin({ bin: streamed.id, body: input })
    setAnswered({ bin, over: streamed })
  }
  return { bin: answered?.over === streamed ? answered.bin : streamed, change }
}
