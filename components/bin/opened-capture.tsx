'use client'

import type { CaptureSummary } from '#lib/core/capture'
import { isDeleted } from '#lib/feed/feed-captures'
import { MissingCapture } from '../empty/missing-capture'
import { NoSelection } from '../empty/no-selection'
import type { UseFeed } from '../feed/use-feed'
import { NoteLine } from '../note/note-line'
import { onDemand } from '../ui/on-demand'
import { Skeleton } from '../ui/skeleton'
import type { InspectorState } from './use-inspector'

const detail = () => import('../capture/capture-detail')
const attempts = () => import('../attempts/attempts-strip')

const CaptureDetail = onDemand(() => detail().then((module) => module.CaptureDetail), <Skeleton className="m-4 h-24" />)
const AttemptsStrip = onDemand(() => attempts().then((module) => module.AttemptsStrip))

/** Prefetches the code before the first request is opened. If that fails, the error appears when a request is opened. */
export function prepareToOpen(): void {
  Promise.all([detail(), attempts()]).catch(() => {})
}

type Props = {
  state: InspectorState
  capturesMax: number
  resendOpen: boolean
  onResend: () => void
  onShare: () => void
  onAddSecret: (scheme: string | null) => void
  onSample: () => void
  onCompare: (before: CaptureSummary | null, after: CaptureSummary) => void
}

/** The middle pane: the open capture, the bin if none is open, or why the capture cannot be shown. */
export function OpenedCapture({ state, capturesMax, resendOpen, onResend, onShare, onAddSecret, onSample, onCompare }: Props) {
  const { bin, feed, selectedId, opened, loaded, close } = state
  if (selectedId === null) {
    return (
      <NoSelection bin={bin} byteCount={storedBytes(feed)} total={state.total} capturesMax={capturesMax} onSample={onSample} />
    )
  }
  if (!opened || !loaded) return <MissingCapture failed={loaded?.state === 'failed' ? loaded : null} onClose={close} />
  return (
    <CaptureDetail
      summary={opened}
      loaded={loaded}
      captureUrl={bin.captureUrl}
      streamed={feed.deliveries}
      forwards={state.forwards}
      resendOpen={resendOpen}
      onResend={onResend}
      onCompare={() => onCompare(null, opened)}
      onShare={onShare}
      onAddSecret={onAddSecret}
      onPin={() => void state.pin(opened)}
      onNote={() => state.note.write(opened.id)}
      onDelete={state.removeOpened}
      onClose={close}
    >
      {isDeleted(feed.sync, opened.seq) && <DeletedNotice />}
      <NoteLine capture={opened} state={state.note} />
      <AttemptsStrip
        capture={opened}
        loaded={state.unfiltered}
        nextBefore={feed.nextBefore}
        onSelect={state.select}
        onCompare={onCompare}
      />
    </CaptureDetail>
  )
}

/** Bytes stored as reported by the server, plus captures since then. */
function storedBytes({ bin, captures }: UseFeed['feed']): number {
  return captures.reduce((sum, { seq, bodySize }) => (seq > bin.lastSeq ? sum + bodySize : sum), bin.byteCount)
}

/** The open request was deleted elsewhere, or by retention. What was loaded stays on the page, but the server no longer has it. */
function DeletedNotice() {
  return (
    <p role="alert" className="mx-4 mb-3 shrink-0 rounded-md bg-warn-soft px-2.5 py-1.5 text-xs text-warn">
      This request was deleted. You can still read and copy what is loaded here; it cannot be resent, pinned or downloaded any
      more.
    </p>
  )
}
