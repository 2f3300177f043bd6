'use client'

import dynamic from 'next/dynamic'
import { useRef } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import type { Action } from '../actions/action'
import { BinDialogs } from './bin-dialogs'
import type { InspectorState } from './use-inspector'

const CommandPalette = dynamic(() => import('../actions/command-palette').then((module) => module.CommandPalette))
const CompareDialog = dynamic(() => import('../compare/compare-dialog').then((module) => module.CompareDialog))
const ImportDialog = dynamic(() => import('../import/import-dialog').then((module) => module.ImportDialog))
const KeyList = dynamic(() => import('../actions/key-list').then((module) => module.KeyList))
const SequenceDialog = dynamic(() => import('../resend/sequence/sequence-dialog').then((module) => module.SequenceDialog))
const ShareDialog = dynamic(() => import('../share/share-dialog').then((module) => module.ShareDialog))
const TypesDialog = dynamic(() => import('../export/types-dialog').then((module) => module.TypesDialog))

/** What lies over the page, one at a time. */
export type Overlay =
  | { kind: 'share' | 'reply' | 'clear' | 'delete' | 'palette' | 'keys' }
  | { kind: 'compare'; before: CaptureSummary | null; after: CaptureSummary }
  | { kind: 'types'; of: CaptureSummary }
  | { kind: 'import'; file?: File }
  | SequenceOverlay

type SequenceOverlay = { kind: 'sequence'; picked: readonly CaptureSummary[] }

type Props = {
  overlay: Overlay | null
  state: InspectorState
  actions: readonly Action[]
  capturesMax: number
  onOpen: (overlay: Overlay) => void
  onClose: () => void
}

/** Each is loaded when it is first opened. */
export function Overlays({ overlay, state, actions, capturesMax, onOpen, onClose }: Props) {
  const sequence = useRef<SequenceOverlay | null>(null) // stays mounted: it goes on in the background
  if (overlay?.kind === 'sequence') sequence.current = overlay
  const onOpenChange = (open: boolean) => !open && onClose()
  return (
    <>
      <BinDialogs bin={state.bin} total={state.total} open={overlay?.kind ?? null} onClose={onClose} onChange={state.change} />
      {overlay?.kind === 'share' && <ShareDialog bin={state.bin} opened={state.opened} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'palette' && <CommandPalette actions={actions} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'keys' && <KeyList actions={actions} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'compare' && <CompareDialog before={overlay.before} after={overlay.after} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'import' && (
        <ImportDialog binId={state.bin.id} capturesMax={capturesMax} file={overlay.file ?? null} onOpenChange={onOpenChange} />
      )}
      {overlay?.kind === 'types' && <TypesDialog name={typeName(overlay.of)} of={overlay.of} onOpenChange={onOpenChange} />}
      {sequence.current && (
        <SequenceDialog
          binId={state.bin.id}
          open={overlay?.kind === 'sequence'}
          picked={sequence.current.picked}
          loaded={state.captures}
          onOpenChange={(open) => (open ? onOpen(sequence.current!) : onClose())}
        />
      )}
    </>
  )
}

/** `/orders/created` -> `OrdersCreated`. */
function typeName({ path }: CaptureSummary): string {
  const words = path.split(/[^A-Za-z0-9]+/).filter((word) => /^[A-Za-z]/.test(word))
  return words.map((word) => word[0]!.toUpperCase() + word.slice(1)).join('') || 'Webhook'
}
