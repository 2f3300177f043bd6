'use client'

import { useRef } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { openDelivery } from '../deliveries/delivery-link'
import type { Action } from '../ui/action'
import { onDemand } from '../ui/on-demand'
import { BinDialogs } from './bin-dialogs'
import type { InspectorState } from './use-inspector'

const CommandPalette = onDemand(() => import('../actions/command-palette').then((module) => module.CommandPalette))
const CompareDialog = onDemand(() => import('../compare/compare-dialog').then((module) => module.CompareDialog))
const ExportDialog = onDemand(() => import('../export/export-dialog').then((module) => module.ExportDialog))
const ForwardsDialog = onDemand(() => import('../forwards/forwards-dialog').then((module) => module.ForwardsDialog))
const IdempotencyDialog = onDemand(() =>
  import('../resend/idempotency/idempotency-dialog').then((module) => module.IdempotencyDialog),
)
const ImportDialog = onDemand(() => import('../import/import-dialog').then((module) => module.ImportDialog))
const KeyList = onDemand(() => import('../actions/key-list').then((module) => module.KeyList))
const ListenDialog = onDemand(() => import('../listen/listen-dialog').then((module) => module.ListenDialog))
const SampleDialog = onDemand(() => import('../samples/sample-dialog').then((module) => module.SampleDialog))
const SecretsDialog = onDemand(() => import('../signatures/secrets-dialog').then((module) => module.SecretsDialog))
const SequenceDialog = onDemand(() => import('../resend/sequence/sequence-dialog').then((module) => module.SequenceDialog))
const ShareDialog = onDemand(() => import('../share/share-dialog').then((module) => module.ShareDialog))
const TypesDialog = onDemand(() => import('../export/types-dialog').then((module) => module.TypesDialog))

/** What covers the page. Only one is open at a time. */
export type Overlay =
  | { kind: 'reply' | 'clear' | 'delete' | 'palette' | 'keys' | 'export' | 'forwards' | 'listen' | 'sample' }
  /** `ofOpened`: the dialog starts with the open request. */
  | { kind: 'share'; ofOpened?: boolean }
  /** `adding`: the dialog starts with the form for a new secret. */
  | { kind: 'secrets'; adding?: { scheme: string | null } }
  | { kind: 'compare'; before: CaptureSummary | null; after: CaptureSummary }
  | { kind: 'types'; of: CaptureSummary }
  | { kind: 'idempotency'; of: CaptureSummary; others: readonly CaptureSummary[] }
  | { kind: 'import'; file?: File }
  | SequenceOverlay

type SequenceOverlay = { kind: 'sequence'; picked: readonly CaptureSummary[] }

type Props = {
  overlay: Overlay | null
  state: InspectorState
  actions: readonly Action[]
  capturesMax: number
  forwardsOn: boolean
  onOpen: (overlay: Overlay) => void
  onClose: () => void
}

/** Each overlay's code loads when it is first opened. */
export function Overlays({ overlay, state, actions, capturesMax, forwardsOn, onOpen, onClose }: Props) {
  const sequence = useRef<SequenceOverlay | null>(null) // stays mounted, because it continues in the background
  if (overlay?.kind === 'sequence') sequence.current = overlay
  const onOpenChange = (open: boolean) => !open && onClose()
  return (
    <>
      <BinDialogs bin={state.bin} total={state.total} open={overlay?.kind ?? null} onClose={onClose} onChange={state.change} />
      {overlay?.kind === 'share' && (
        <ShareDialog
          bin={state.bin}
          opened={state.opened}
          startWithOpened={overlay.ofOpened === true}
          onOpenChange={onOpenChange}
        />
      )}
      {overlay?.kind === 'palette' && <CommandPalette actions={actions} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'keys' && <KeyList actions={actions} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'compare' && <CompareDialog before={overlay.before} after={overlay.after} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'export' && (
        <ExportDialog
          bin={state.bin}
          total={state.total}
          picked={state.picks.picked.length > 0 ? state.picks.picked : undefined}
          q={state.query.q}
          onOpenChange={onOpenChange}
        />
      )}
      {overlay?.kind === 'import' && (
        <ImportDialog binId={state.bin.id} capturesMax={capturesMax} file={overlay.file ?? null} onOpenChange={onOpenChange} />
      )}
      {overlay?.kind === 'secrets' && (
        <SecretsDialog bin={state.bin} adding={overlay.adding ?? null} onOpenChange={onOpenChange} />
      )}
      {overlay?.kind === 'forwards' && (
        <ForwardsDialog
          bin={state.bin.id}
          store={state.forwards}
          lastSeq={state.feed.lastSeq}
          on={forwardsOn}
          rows={state.unfiltered}
          onFilter={(q) => {
            state.query.text.set(q)
            onClose()
          }}
          onListen={() => onOpen({ kind: 'listen' })}
          onOpenChange={onOpenChange}
        />
      )}
      {overlay?.kind === 'listen' && (
        <ListenDialog bin={state.bin} onForwards={() => onOpen({ kind: 'forwards' })} onOpenChange={onOpenChange} />
      )}
      {overlay?.kind === 'sample' && (
        <SampleDialog
          bin={state.bin}
          onSent={({ captureId, delivery }) => {
            onClose()
            if (delivery) openDelivery(captureId, delivery.id)
            else state.select(captureId)
          }}
          onOpenChange={onOpenChange}
        />
      )}
      {overlay?.kind === 'types' && <TypesDialog name={typeName(overlay.of)} of={overlay.of} onOpenChange={onOpenChange} />}
      {overlay?.kind === 'idempotency' && (
        <IdempotencyDialog of={overlay.of} others={overlay.others} onOpenChange={onOpenChange} />
      )}
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
