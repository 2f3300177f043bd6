'use client'

import { useEffect, useRef, useState } from 'react'
import type { FeedConnection } from '#lib/feed/feed'
import { AccessKeyNotice } from '../access/access-key-notice'
import { AccessProvider, allowedActions, type PageAccess } from '../access/page-access'
import { useHotkeys } from '../actions/use-hotkeys'
import { RetriesToggle } from '../attempts/retries-toggle'
import { EmptyBin } from '../empty/empty-bin'
import { AccessEnded, BinGone } from '../empty/page-ended'
import { ExportMenu } from '../export/export-menu'
import { useLoadForwards } from '../feed/use-forwards'
import { FilterBox } from '../filter/filter-box'
import { NoMatches } from '../filter/filter-hints'
import { ForwardsBadge } from '../forwards/forwards-badge'
import { DropZone } from '../import/drop-zone'
import { Arrivals } from '../list/arrivals'
import { CaptureList } from '../list/capture-list'
import { ListBar } from '../list/list-bar'
import { RefusalsLine } from '../share/refusals-line'
import { SharedHeader } from '../share/shared-header'
import type { TimelinePreferences } from '../timeline/preferences'
import { TimelineSlot } from '../timeline/timeline-slot'
import { TimelineToggle, timelineActions } from '../timeline/timeline-toggle'
import { useTimelinePreferences } from '../timeline/use-timeline-preferences'
import { PartBoundary } from '../ui/part-boundary'
import { announceReconnect } from '../ui/reconnect'
import { BinHeader } from './bin-header'
import { inspectorActions } from './inspector-actions'
import { OpenedCapture, prepareToOpen } from './opened-capture'
import { type Overlay, Overlays } from './overlays'
import type { Panes } from './panes'
import { ResendSlot } from './resend-slot'
import { type InspectorInput, type InspectorState, useInspector } from './use-inspector'
import { useOpenFirst, useOpenFirstHit, useShowOpened } from './use-openings'
import { usePageCommands } from './use-page-commands'
import { usePanes } from './use-panes'
import { Workspace } from './workspace'

type Props = InspectorInput & {
  panes: Panes
  timeline: TimelinePreferences
  /** How many captures retention keeps. */
  capturesMax: number
  /** Limit on the body of a resend. */
  bodyBytesMax: number
  /** Whether forwards are enabled on this server. */
  forwardsOn: boolean
  access: PageAccess
}

/** The page of one bin: header, live list, detail and resend form. */
export function Inspector({
  initial,
  selected,
  grouped,
  panes: left,
  timeline: wanted,
  capturesMax,
  bodyBytesMax,
  forwardsOn,
  access,
}: Props) {
  const state = useInspector({ initial, selected, grouped })
  const { feed, bin, loaded, selectedId } = state
  const hasKey = access === 'owner' || access === 'reader'
  useAnnounceReconnect(feed.connection)
  useLoadForwards(state.forwards, feed.sync, hasKey)
  useOpenFirst(state)
  useShowOpened(selectedId)
  const [resendOpen, setResendOpen] = useState(false)
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const filterField = useRef<HTMLInputElement>(null)
  const panes = usePanes(left)
  const commands = usePageCommands({
    close: state.close,
    resendOpen,
    setResendOpen,
    setOverlay,
    filterField,
    stepList: panes.stepList,
  })
  const openFirstHit = useOpenFirstHit(state)
  const timeline = useTimelinePreferences(wanted)
  const actions = allowedActions([...inspectorActions(state, commands), ...timelineActions(timeline, feed.total)], access)
  const writing = selectedId !== null && state.note.writing(selectedId)
  useHotkeys(actions, overlay !== null || writing)

  if (feed.binDeleted) return <BinGone />
  if (feed.accessEnded) return <AccessEnded access={access} />
  return (
    <AccessProvider access={access}>
      <div className="flex h-dvh flex-col overflow-hidden short:h-auto short:min-h-dvh short:overflow-visible">
        {access === 'owner' ? (
          <BinHeader
            bin={bin}
            total={state.total}
            connection={feed.connection}
            forwards={state.forwards}
            onRename={(name) => state.change({ name })}
            onOpen={(kind) => setOverlay({ kind })}
          />
        ) : (
          <SharedHeader bin={bin} connection={feed.connection} access={access}>
            {access === 'reader' && <ForwardsBadge store={state.forwards} onClick={() => commands.open('forwards')} />}
          </SharedHeader>
        )}
        {access === 'owner' && <AccessKeyNotice />}
        {hasKey && <RefusalsLine binId={bin.id} />}
        {state.unfiltered.length === 0 && selectedId === null ? (
          <EmptyBin
            bin={bin}
            lastSeq={feed.lastSeq}
            showElsewhere={hasKey}
            onImport={() => commands.open('import')}
            onListen={() => commands.open('listen')}
            onSample={() => commands.open('sample')}
          />
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
                  onCompare={commands.compare}
                  onResend={commands.resendSeveral}
                  onDelete={state.remove}
                >
                  <RetriesToggle attempts={state.attempts} />
                  <TimelineToggle control={timeline} total={feed.total} />
                  {state.total > 0 && <ExportMenu bin={bin} total={state.total} q={state.query.q} />}
                </ListBar>
                <FilterBox
                  text={state.query.text}
                  error={state.filtered.error}
                  why={state.filtered.why}
                  onRetry={state.filtered.retry}
                  onEnter={openFirstHit}
                  searching={state.filtered.searching}
                  rows={state.unfiltered}
                  field={filterField}
                />
                <PartBoundary>
                  <TimelineSlot feed={feed} query={state.query} control={timeline} access={access} />
                </PartBoundary>
                {state.filtered.captures?.length === 0 && !state.filtered.searching && (
                  <NoMatches q={state.query.q} text={state.query.text} />
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
                  onCompare={commands.compare}
                  onShare={commands.shareOpened}
                  onAddSecret={commands.addSecret}
                  onSample={() => commands.open('sample')}
                  onResend={commands.toggleResend}
                />
              </PartBoundary>
            }
            resend={
              resendOpen && selectedId !== null ? (
                <ResendSlot loaded={loaded} bodyBytesMax={bodyBytesMax} onClose={() => setResendOpen(false)} />
              ) : null
            }
          />
        )}
        {access === 'owner' && <DropZone active={overlay === null} onFile={commands.importFile} />}
        <Arrivals lastSeq={feed.lastSeq} />
        <PartBoundary>
          <Overlays
            overlay={overlay}
            state={state}
            actions={actions}
            capturesMax={capturesMax}
            forwardsOn={forwardsOn}
            onOpen={setOverlay}
            onClose={() => setOverlay(null)}
          />
        </PartBoundary>
      </div>
    </AccessProvider>
  )
}

/** Failed loads are retried as soon as the live stream is back. */
function useAnnounceReconnect({ state }: FeedConnection): void {
  const lost = useRef(false)
  useEffect(() => {
    if (state === 'live' && lost.current) announceReconnect()
    lost.current = state === 'stale' || (lost.current && state !== 'live')
  }, [state])
}

function matchingOf({ captures, hasOlder, searching }: InspectorState['filtered']) {
  return captures && { count: captures.length, more: hasOlder || searching }
}
