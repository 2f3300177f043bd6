'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import { useHotkeys } from '../actions/use-hotkeys'
import { sendAgain } from '../resend/send-again'
import { AccessProvider, allowedActions, type PageAccess } from '../share/access'
import { RefusalsLine } from '../share/refusals-line'
import { SharedHeader } from '../share/shared-header'
import { BinGone } from './bin-gone'
import { BinHeader } from './bin-header'
import { CaptureList } from './capture-list'
import { EmptyBin } from './empty-bin'
import { inspectorActions, type Verbs } from './inspector-actions'
import { ListBar } from './list-bar'
import { OpenedCapture } from './opened-capture'
import { type Overlay, Overlays } from './overlays'
import type { Panes } from './panes'
import { type InspectorInput, useInspector } from './use-inspector'
import { Workspace } from './workspace'

const ResendPane = dynamic(() => import('../resend/resend-pane').then((module) => module.ResendPane))

type Props = InspectorInput & {
  panes: Panes
  /** How many captures retention leaves. */
  capturesMax: number
  access: PageAccess
}

/** The page of one bin: header, live list, detail and resend form. */
export function Inspector({ initial, selected, panes, capturesMax, access }: Props) {
  const state = useInspector({ initial, selected })
  const { feed, bin, captures, loaded, selectedId } = state
  const [freshAfter] = useState(feed.lastSeq)
  const [resendOpen, setResendOpen] = useState(false)
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const verbs = useVerbs({ close: state.close, resendOpen, setResendOpen, setOverlay })
  const actions = allowedActions(inspectorActions(state, verbs), access)
  useHotkeys(actions)

  if (feed.binDeleted) return <BinGone />
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
        {captures.length === 0 && selectedId === null ? (
          <EmptyBin captureUrl={bin.captureUrl} />
        ) : (
          <Workspace
            panes={panes}
            showDetail={selectedId !== null}
            list={
              <>
                <ListBar bin={bin} total={state.total} picks={state.picks} onCompare={verbs.compare} onDelete={state.remove} />
                <CaptureList
                  captures={captures}
                  selectedId={selectedId}
                  freshAfter={freshAfter}
                  onSelect={state.select}
                  picks={state.picks}
                  hasOlder={feed.nextBefore !== null}
                  loadOlder={state.loadOlder}
                />
              </>
            }
            detail={
              <OpenedCapture state={state} capturesMax={capturesMax} resendOpen={resendOpen} onResend={verbs.toggleResend} />
            }
            resend={
              resendOpen && loaded?.state === 'ready' ? (
                <ResendPane capture={loaded.capture} onClose={() => setResendOpen(false)} />
              ) : null
            }
          />
        )}
        <Overlays overlay={overlay} state={state} actions={actions} onClose={() => setOverlay(null)} />
      </div>
    </AccessProvider>
  )
}

type VerbTools = {
  close: () => void
  resendOpen: boolean
  setResendOpen: (open: boolean) => void
  setOverlay: (overlay: Overlay) => void
}

function useVerbs({ close, resendOpen, setResendOpen, setOverlay }: VerbTools): Verbs {
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
  return {
    compare: (before, after) => setOverlay({ kind: 'compare', before, after }),
    showTypes: (of) => setOverlay({ kind: 'types', of }),
    sendAgain: (capture) => void sendAgain(capture).then((sent) => sent || setResendOpen(true)),
    toggleResend: () => setResendOpen(!resendOpen),
    closeOne: () => (resendOpen ? setResendOpen(false) : close()),
    open: (kind) => setOverlay({ kind }),
    toggleTheme: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    goHome: () => router.push('/'),
  }
}
