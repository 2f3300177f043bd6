'use client'

import type { RefObject } from 'react'
import type { PageAccess } from '../access/page-access'
import { RetriesToggle } from '../attempts/retries-toggle'
import { ExportMenu } from '../export/export-menu'
import { FilterBox } from '../filter/filter-box'
import { NoMatches } from '../filter/filter-hints'
import { CaptureList } from '../list/capture-list'
import { ListBar } from '../list/list-bar'
import { TimelineSlot } from '../timeline/timeline-slot'
import { TimelineToggle } from '../timeline/timeline-toggle'
import type { useTimelinePreferences } from '../timeline/use-timeline-preferences'
import { PartBoundary } from '../ui/part-boundary'
import type { PageCommands } from './inspector-actions'
import { prepareToOpen } from './opened-capture'
import type { InspectorState } from './use-inspector'
import { useOpenFirstHit } from './use-openings'

type Props = {
  state: InspectorState
  commands: PageCommands
  timeline: ReturnType<typeof useTimelinePreferences>
  access: PageAccess
  filterField: RefObject<HTMLInputElement | null>
}

/** The list of captures, and above it its toolbar, filter and timeline. */
export function ListPane({ state, commands, timeline, access, filterField }: Props) {
  const { feed, bin, selectedId } = state
  const openFirstHit = useOpenFirstHit(state)
  return (
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
  )
}

function matchingOf({ captures, hasOlder, searching }: InspectorState['filtered']) {
  return captures && { count: captures.length, more: hasOlder || searching }
}
