'use client'

import { useEffect, useRef, useState } from 'react'
import type { FeedConnection } from '#lib/feed/feed'
import { AccessKeyNotice } from '../access/access-key-notice'
import { AccessProvider, allowedActions, type PageAccess } from '../access/page-access'
import { useHotkeys } from '../actions/use-hotkeys'
import { EmptyBin } from '../empty/empty-bin'
import { AccessEnded, BinGone } from '../empty/page-ended'
import { useLoadForwards } from '../feed/use-forwards'
import { ForwardsBadge } from '../forwards/forwards-badge'
import { DropZone } from '../import/drop-zone'
import { Arrivals } from '../list/arrivals'
import { RefusalsLine } from '../share/refusals-line'
import { SharedHeader } from '../share/shared-header'
import type { TimelinePreferences } from '../timeline/preferences'
import { timelineActions } from '../timeline/timeline-toggle'
import { useTimelinePreferences } from '../timeline/use-timeline-preferences'
import { PartBoundary } from '../ui/part-boundary'
import { announceReconnect } from '../ui/reconnect'
import { BinHeader } from './bin-header'
import { inspectorActions } from './inspector-actions'
import { ListPane } from './list-pane'
import { OpenedCapture } from './opened-capture'
import { type Overlay, Overlays } from './overlays'
import type { Panes } from './panes'
import { ResendSlot } from './resend-slot'
import { type InspectorInput, useInspector } from './use-inspector'
import { useOpenFirst, useShowOpened } from './use-openings'
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
  const timeline = useTimelinePreferences(wanted)
  const actions = allowedActions([...inspectorActions(state, commands), ...timelineActions(timeline, feed.total)], access)
  const writing = selectedId !== null && state.note.writing(selectedId)
  useHotkeys(actions, overlay !== null || writing)

  if (feed.binDeleted) return <BinGone />
  if (feed.accessEnded) return <AccessEnded access={access} />
  return (
    <AccessProvider access={access}>
      <div
        data-opened={selectedId === null ? undefined : ''}
        className="group/page flex h-dvh flex-col overflow-hidden short:h-auto short:min-h-dvh short:overflow-visible"
      >
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
            list={<ListPane state={state} commands={commands} timeline={timeline} access={access} filterField={filterField} />}
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
