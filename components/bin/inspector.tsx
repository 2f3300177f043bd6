'use client'

import dynamic from 'next/dynamic'
import { useRef, useState } from 'react'
import { useHotkeys } from '../actions/use-hotkeys'
import { RetriesToggle } from '../attempts/retries-toggle'
import { SaveMatching } from '../export/save-matching'
import { FilterBox } from '../filter/filter-box'
import { DropZone } from '../import/drop-zone'
import { AccessProvider, allowedActions, type PageAccess } from '../share/access'
import { RefusalsLine } from '../share/refusals-line'
import { SharedHeader } from '../share/shared-header'
import type { TimelinePreferences } from '../timeline/preferences'
import { TimelineSlot } from '../timeline/timeline-slot'
import { TimelineToggle, timelineActions } from '../timeline/timeline-toggle'
import { useTimelinePreferences } from '../timeline/use-timeline-preferences'
import { PartBoundary } from '../ui/part-boundary'
import { AccessEnded } from './access-ended'
import { Arrivals } from './arrivals'
import { BinGone } from './bin-gone'
import { BinHeader } from './bin-header'
import { CaptureList } from './capture-list'
import { EmptyBin } from './empty-bin'
import { inspectorActions } from './inspector-actions'
import { ListBar } from './list-bar'
import { OpenedCapture, prepareToOpen } from './opened-capture'
import { type Overlay, Overlays } from './overlays'
import type { Panes } from './panes'
import { type InspectorInput, type InspectorState, useInspector } from './use-inspector'
import { useVerbs } from './use-verbs'
import { Workspace } from './workspace'

const ResendPane = dynamic(() => import('../resend/resend-pane').then((module) => module.ResendPane))

type Props = InspectorInput & {
  panes: Panes
  timeline: TimelinePreferences
  /** How many captures retention leaves. */
  capturesMax: number
  /** What a resend may carry. */
  bodyBytesMax: number
  access: PageAccess
}

/** The page of one bin: header, live list, detail and resend form. */
export function Inspector({ initial, selected, grouped, panes, timeline: wanted, capturesMax, bodyBytesMax, access }: Props) {
  const state = useInspector({ initial, selected, grouped })
  const { feed, bin, loaded, selectedId } = state
  const [resendOpen, setResendOpen] = useState(false)
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const filterField = useRef<HTMLInputElement>(null)
  const verbs = useVerbs({ close: state.close, resendOpen, setResendOpen, setOverlay, filterField })
  const timeline = useTimelinePreferences(wanted)
  const actions = allowedActions([...inspectorActions(state, verbs), ...timelineActions(timeline, feed.total)], access)
  const writing = selectedId !== null && state.note.writing(selectedId)
  useHotkeys(actions, overlay !== null || writing)

  if (feed.binDeleted) return <BinGone />
  if (feed.accessEnded) return <AccessEnded access={access} />
  return (
    <AccessProvider access={access}>
      <div className="flex h-dvh flex-col overflow-hidden">
        {access === 'owner' ? (
          <BinHeader
            bin={bin}
            total={state.total}
            connection={feed.connection}
            onRename={(name) => state.change({ name })}
            onOpen={(kind) => setOverlay({ kind })}
          />
        ) : (
          <SharedHeader bin={bin} connection={feed.connection} show={access} />
        )}
        {access === 'owner' && <RefusalsLine binId={bin.id} />}
        {state.unfiltered.length === 0 && selectedId === null ? (
          <EmptyBin captureUrl={bin.captureUrl} onImport={() => verbs.open('import')} />
        ) : (
          <Workspace
            panes={panes}
            showDetail={selectedId !== null}
            list={
              <>
                <ListBar
                  bin={bin}
                  total={state.total}
                  matching={matchingOf(state.filtered)}
                  picks={state.picks}
                  onCompare={verbs.compare}
                  onResend={verbs.resendSeveral}
                  onDelete={state.remove}
                >
                  <RetriesToggle attempts={state.attempts} />
                  <TimelineToggle control={timeline} total={feed.total} />
                  {state.query.q && <SaveMatching bin={bin} total={state.total} q={state.query.q} />}
                </ListBar>
                <FilterBox
                  text={state.query.text}
                  error={state.filtered.error}
                  why={state.filtered.why}
                  searching={state.filtered.searching}
                  rows={state.unfiltered}
                  field={filterField}
                />
                <PartBoundary>
                  <TimelineSlot feed={feed} query={state.query} control={timeline} access={access} />
                </PartBoundary>
                {state.filtered.captures?.length === 0 && !state.filtered.searching && (
                  <p role="status" className="px-4 py-6 text-sm text-muted">
                    Nothing matches the filter.
                  </p>
                )}
                <CaptureList
                  key={state.query.q}
                  rows={state.rows}
                  selectedId={selectedId}
                  onSelect={state.select}
                  onGoTo={state.goTo}
                  picks={state.picks}
                  onToggleAttempts={state.attempts.toggle}
                  onRange={state.onRange}
                  onApproach={prepareToOpen}
                />
              </>
            }
            detail={
              <PartBoundary>
                <OpenedCapture
                  state={state}
                  capturesMax={capturesMax}
                  resendOpen={resendOpen}
                  onCompare={verbs.compare}
                  onResend={verbs.toggleResend}
                />
              </PartBoundary>
            }
            resend={
              resendOpen && loaded?.state === 'ready' ? (
                <PartBoundary>
                  <ResendPane capture={loaded.capture} bodyBytesMax={bodyBytesMax} onClose={() => setResendOpen(false)} />
                </PartBoundary>
              ) : null
            }
          />
        )}
        {access === 'owner' && <DropZone active={overlay === null} onFile={verbs.importFile} />}
        <Arrivals lastSeq={feed.lastSeq} />
        <PartBoundary>
          <Overlays
            overlay={overlay}
            state={state}
            actions={actions}
            capturesMax={capturesMax}
            onOpen={setOverlay}
            onClose={() => setOverlay(null)}
          />
        </PartBoundary>
      </div>
    </AccessProvider>
  )
}

function matchingOf({ captures, hasOlder, searching }: InspectorState['filtered']) {
  return captures && { count: captures.length, more: hasOlder || searching }
}
