'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import { useTheme } from 'next-themes'
import { useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { useHotkeys } from '../actions/use-hotkeys'
import { sendAgain } from '../resend/send-again'
import { type BinDialog, BinDialogs } from './bin-dialogs'
import { BinGone } from './bin-gone'
import { BinHeader } from './bin-header'
import { CaptureList } from './capture-list'
import { EmptyBin } from './empty-bin'
import { inspectorActions, type Verbs } from './inspector-actions'
import { ListBar } from './list-bar'
import { OpenedCapture } from './opened-capture'
import type { Panes } from './panes'
import { type InspectorInput, useInspector } from './use-inspector'
import { Workspace } from './workspace'

const ResendPane = dynamic(() => import('../resend/resend-pane').then((module) => module.ResendPane))
const CommandPalette = dynamic(() => import('../actions/command-palette').then((module) => module.CommandPalette))
const CompareDialog = dynamic(() => import('../compare/compare-dialog').then((module) => module.CompareDialog))
const KeyList = dynamic(() => import('../actions/key-list').then((module) => module.KeyList))

type Props = InspectorInput & {
  panes: Panes
  /** How many captures retention leaves. */
  capturesMax: number
}
type Overlay = BinDialog | 'palette' | 'keys'

/** The page of one bin: header, live list, detail and resend form. */
export function Inspector({ initial, selected, panes, capturesMax }: Props) {
  const state = useInspector({ initial, selected })
  const { feed, bin, captures, loaded, selectedId } = state
  const [freshAfter] = useState(feed.lastSeq)
  const [resendOpen, setResendOpen] = useState(false)
  const [overlay, setOverlay] = useState<Overlay | null>(null)
  const [compared, setCompared] = useState<readonly CaptureSummary[]>([])
  const verbs = useVerbs({ close: state.close, resendOpen, setResendOpen, setOverlay, setCompared })
  const actions = inspectorActions(state, verbs)
  useHotkeys(actions)

  if (feed.binDeleted) return <BinGone />
  const onOpenChange = (open: boolean) => !open && setOverlay(null)
  return (
    <div className="flex h-dvh flex-col overflow-hidden">
      <BinHeader bin={bin} connection={feed.connection} onRename={(name) => state.change({ name })} onOpen={setOverlay} />
      {captures.length === 0 && selectedId === null ? (
        <EmptyBin captureUrl={bin.captureUrl} />
      ) : (
        <Workspace
          panes={panes}
          showDetail={selectedId !== null}
          list={
            <>
              <ListBar total={state.total} picks={state.picks} onCompare={setCompared} onDelete={state.remove} />
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
          detail={<OpenedCapture state={state} capturesMax={capturesMax} resendOpen={resendOpen} onResend={verbs.toggleResend} />}
          resend={
            resendOpen && loaded?.state === 'ready' ? (
              <ResendPane capture={loaded.capture} onClose={() => setResendOpen(false)} />
            ) : null
          }
        />
      )}
      <BinDialogs bin={bin} total={state.total} open={overlay} onClose={() => setOverlay(null)} onChange={state.change} />
      {overlay === 'palette' && <CommandPalette actions={actions} onOpenChange={onOpenChange} />}
      {compared.length === 2 && (
        <CompareDialog before={compared[1]!} after={compared[0]!} onOpenChange={(open) => !open && setCompared([])} />
      )}
      {overlay === 'keys' && <KeyList actions={actions} onOpenChange={onOpenChange} />}
    </div>
  )
}

type VerbTools = {
  close: () => void
  resendOpen: boolean
  setResendOpen: (open: boolean) => void
  setOverlay: (overlay: Overlay) => void
  setCompared: (captures: readonly CaptureSummary[]) => void
}

function useVerbs({ close, resendOpen, setResendOpen, setOverlay, setCompared }: VerbTools): Verbs {
  const router = useRouter()
  const { resolvedTheme, setTheme } = useTheme()
  return {
    compare: setCompared,
    sendAgain: (capture) => void sendAgain(capture).then((sent) => sent || setResendOpen(true)),
    toggleResend: () => setResendOpen(!resendOpen),
    closeOne: () => (resendOpen ? setResendOpen(false) : close()),
    openDialog: setOverlay,
    openPalette: () => setOverlay('palette'),
    openKeys: () => setOverlay('keys'),
    toggleTheme: () => setTheme(resolvedTheme === 'dark' ? 'light' : 'dark'),
    goHome: () => router.push('/'),
  }
}
