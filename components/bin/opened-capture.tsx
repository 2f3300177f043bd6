'use client'

import dynamic from 'next/dynamic'
import type { CaptureSummary } from '#lib/core/capture'
import { NoteLine } from '../note/note-line'
import { Skeleton } from '../ui/skeleton'
import type { UseFeed } from '../use-feed'
import { MissingCapture } from './missing-capture'
import { NoSelection } from './no-selection'
import type { InspectorState } from './use-inspector'

const detail = () => import('../capture/capture-detail')
const attempts = () => import('../attempts/attempts-strip')

const CaptureDetail = dynamic(() => detail().then((module) => module.CaptureDetail), {
  loading: () => <Skeleton className="m-4 h-24" />,
})
const AttemptsStrip = dynamic(() => attempts().then((module) => module.AttemptsStrip))

/** Gets the code before the first request is opened. Where it does not come, whoever opens one is told. */
export function prepareToOpen(): void {
  Promise.all([detail(), attempts()]).catch(() => {})
}

type Props = {
  state: InspectorState
  capturesMax: number
  resendOpen: boolean
  onResend: () => void
  onCompare: (before: CaptureSummary, after: CaptureSummary) => void
}

/** The middle pane: the open capture, the bin where none is open, or why it cannot be shown. */
export function OpenedCapture({ state, capturesMax, resendOpen, onResend, onCompare }: Props) {
  const { bin, feed, selectedId, opened, loaded, close } = state
  if (selectedId === null) {
    return <NoSelection bin={bin} byteCount={storedBytes(feed)} total={state.total} capturesMax={capturesMax} />
  }
  if (!opened || !loaded) return <MissingCapture why={loaded?.state === 'failed' ? loaded.why : null} onClose={close} />
  return (
    <CaptureDetail
      summary={opened}
      loaded={loaded}
      captureUrl={bin.captureUrl}
      streamed={feed.deliveries}
      resendOpen={resendOpen}
      onResend={onResend}
      onPin={() => void state.pin(opened)}
      onNote={() => state.note.write(opened.id)}
      onDelete={state.removeOpened}
      onClose={close}
    >
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

/** What the server said, and what came in since. */
function storedBytes({ bin, captures }: UseFeed['feed']): number {
  return captures.reduce((sum, { seq, bodySize }) => (seq > bin.lastSeq ? sum + bodySize : sum), bin.byteCount)
}
