'use client'

import dynamic from 'next/dynamic'
import { useCallback, useMemo, useState } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { FeedPage } from '#lib/core/feed'
import { explain, listCaptures, pinCapture } from '../api-client'
import { CaptureDetail } from '../capture/capture-detail'
import { type UseFeed, useFeed } from '../use-feed'
import { type BinDialog, BinDialogs } from './bin-dialogs'
import { BinGone } from './bin-gone'
import { BinHeader } from './bin-header'
import { CaptureList } from './capture-list'
import { EmptyBin } from './empty-bin'
import { ListBar } from './list-bar'
import { MissingCapture } from './missing-capture'
import { NoSelection } from './no-selection'
import type { Panes } from './panes'
import { useBinChange } from './use-bin-change'
import { useCapture } from './use-capture'
import { useDeletions } from './use-deletions'
import { useSelection } from './use-selection'
import { Workspace } from './workspace'

const ResendPane = dynamic(() => import('../resend/resend-pane').then((module) => module.ResendPane))

type Props = {
  initial: FeedPage & { bin: Bin }
  /** The capture that the URL names, where the server rendered it. */
  selected: Capture | null
  panes: Panes
  /** How many captures retention leaves. */
  capturesMax: number
}

/** The page of one bin: header, live list, detail and resend form. */
export function Inspector({ initial, selected: rendered, panes, capturesMax }: Props) {
  const binId = initial.bin.id
  const { feed, loadOlder, replaceCapture } = useFeed({
    binId,
    initial,
    loadPage: useCallback((page, signal) => listCaptures(binId, page, signal), [binId]),
  })
  const { bin, change } = useBinChange(feed.bin)
  const { selectedId, select, close } = useSelection()
  const { hidden, remove } = useDeletions(binId)
  const [dialog, setDialog] = useState<BinDialog | null>(null)
  const [resendOpen, setResendOpen] = useState(false)
  const [freshAfter] = useState(feed.lastSeq)

  const captures = useMemo(() => feed.captures.filter(({ id }) => !hidden.has(id)), [feed.captures, hidden])
  const total = feed.total - (feed.captures.length - captures.length)
  const loaded = useCapture(binId, selectedId, rendered)
  const summary = openedSummary(captures, selectedId, loaded, rendered)
  const older = useOlder(loadOlder)

  const pin = async (capture: CaptureSummary, pinned: boolean) => {
    try {
      replaceCapture(await pinCapture(binId, capture.id, pinned))
    } catch (error) {
      toast.error(explain(error))
    }
  }
  const removeOpened = (capture: CaptureSummary) => {
    const at = captures.findIndex(({ id }) => id === capture.id)
    const next = captures[at + 1] ?? captures[at - 1]
    remove([capture])
    if (next && window.matchMedia('(width >= 48rem)').matches) select(next.id, 'step')
    else close()
  }

  if (feed.binDeleted) return <BinGone />
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <BinHeader
        bin={bin}
        connection={feed.connection}
        onRename={(name) => change({ name })}
        onEditReply={() => setDialog('reply')}
        onClear={() => setDialog('clear')}
        onDelete={() => setDialog('delete')}
      />
      {captures.length === 0 && selectedId === null ? (
        <EmptyBin captureUrl={bin.captureUrl} />
      ) : (
        <Workspace
          panes={panes}
          showDetail={selectedId !== null}
          list={
            <>
              <ListBar total={total} />
              <CaptureList
                captures={captures}
                selectedId={selectedId}
                freshAfter={freshAfter}
                onSelect={select}
                hasOlder={feed.nextBefore !== null}
                loadOlder={older}
              />
            </>
          }
          detail={
            selectedId === null ? (
              <NoSelection bin={bin} byteCount={storedBytes(feed)} total={total} capturesMax={capturesMax} />
            ) : summary && loaded ? (
              <CaptureDetail
                summary={summary}
                loaded={loaded}
                captureUrl={bin.captureUrl}
                streamed={feed.deliveries}
                resendOpen={resendOpen}
                onResend={() => setResendOpen(!resendOpen)}
                onPin={(pinned) => void pin(summary, pinned)}
                onDelete={() => removeOpened(summary)}
                onClose={close}
              />
            ) : (
              <MissingCapture why={loaded?.state === 'failed' ? loaded.why : null} onClose={close} />
            )
          }
          resend={
            resendOpen && loaded?.state === 'ready' ? (
              <ResendPane capture={loaded.capture} onClose={() => setResendOpen(false)} />
            ) : null
          }
        />
      )}
      <BinDialogs bin={bin} total={total} open={dialog} onClose={() => setDialog(null)} onChange={change} />
    </div>
  )
}

/** What the list knows of the open capture; where it is not loaded there, the capture itself. */
function openedSummary(
  captures: readonly CaptureSummary[],
  selectedId: string | null,
  loaded: ReturnType<typeof useCapture>,
  rendered: Capture | null,
): CaptureSummary | null {
  const listed = captures.find(({ id }) => id === selectedId)
  if (listed) return listed
  if (loaded?.state === 'ready') return loaded.capture
  return rendered?.id === selectedId ? rendered : null
}

/** The list asks again when it is scrolled: a failed page needs no more than to be told of. */
function useOlder(loadOlder: UseFeed['loadOlder']): () => void {
  return useCallback(() => {
    loadOlder().catch((error) => toast.error(`Older requests were not loaded. ${explain(error)}`, { id: 'older' }))
  }, [loadOlder])
}

/** What the server said, and what came in since. */
function storedBytes({ bin, captures }: UseFeed['feed']): number {
  return captures.reduce((sum, { seq, bodySize }) => (seq > bin.lastSeq ? sum + bodySize : sum), bin.byteCount)
}
