'use client'

import { useCallback, useMemo } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import type { Capture, CapturePatch, CaptureSummary } from '#lib/core/capture'
import type { FeedPage } from '#lib/core/feed'
import { patched } from '#lib/core/feed-captures'
import { explain, listCaptures, updateCapture } from '../api-client'
import { useFiltered } from '../filter/use-filtered'
import { useQueryText } from '../filter/use-query-text'
import { useNote } from '../note/use-note'
import { isPhone } from '../ui/is-phone'
import { type UseFeed, useFeed } from '../use-feed'
import { useBinChange } from './use-bin-change'
import { type LoadedCapture, useCapture } from './use-capture'
import { useDeletions } from './use-deletions'
import { useNotices } from './use-notices'
import { usePicks } from './use-picks'
import { useSelection } from './use-selection'

export type InspectorInput = {
  initial: FeedPage & { bin: Bin }
  /** The capture that the URL names, where the server rendered it. */
  selected: Capture | null
}

export type InspectorState = ReturnType<typeof useInspector>

/** All that the page of a bin knows, and what can be done to it. */
export function useInspector({ initial, selected: rendered }: InspectorInput) {
  const binId = initial.bin.id
  const {
    feed,
    loadOlder,
    updateCapture: updateListed,
  } = useFeed({
    binId,
    initial,
    loadPage: useCallback((page, signal) => listCaptures(binId, page, signal), [binId]),
  })
  const { bin, change } = useBinChange(feed.bin)
  const { selectedId, select, close } = useSelection()
  const { hidden, remove } = useDeletions(binId)
  const unfiltered = useMemo(() => feed.captures.filter(({ id }) => !hidden.has(id)), [feed.captures, hidden])
  const query = useQueryText()
  const filtered = useFiltered(binId, query.q, unfiltered, feed.sync.patches)
  const captures = filtered.captures ?? unfiltered
  const older = useToldOlder(loadOlder)
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
  const step = (by: 1 | -1) => {
    const at = captures.findIndex(({ id }) => id === selectedId)
    const next = captures[at < 0 ? 0 : at + by]
    if (next) select(next.id, at < 0 ? 'open' : 'step')
  }
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
    filtered,
    total: feed.total - (feed.captures.length - unfiltered.length),
    selectedId,
    select,
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
    hasOlder: filtered.captures ? filtered.hasOlder : feed.nextBefore !== null,
    loadOlder: filtered.captures ? filtered.loadOlder : older,
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

/** The list asks again when it is scrolled: a failed page needs no more than to be told of. */
function useToldOlder(loadOlder: UseFeed['loadOlder']): () => void {
  return useCallback(() => {
    loadOlder().catch((error) => toast.error(`Older requests were not loaded. ${explain(error)}`, { id: 'older' }))
  }, [loadOlder])
}
