'use client'

import { useRouter } from 'next/navigation'
import type { InputOf } from '#lib/client/calls'
import type { Bin } from '#lib/core/bin'
import { api } from '../api'
import { formatCount } from '../ui/format'
import { onDemand } from '../ui/on-demand'

const ConfirmDialog = onDemand(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog))
const CurrentReply = onDemand(() => import('../reply/current-reply').then((module) => module.CurrentReply))

type Props = {
  bin: Bin
  total: number
  /** The overlay that is open on the page. Overlays other than these dialogs are rendered elsewhere. */
  open: string | null
  onClose: () => void
  onChange: (input: InputOf<'updateBin'>['body']) => Promise<void>
}

/** The dialogs about the bin as a whole, one at a time. */
export function BinDialogs({ bin, total, open, onClose, onChange }: Props) {
  const router = useRouter()
  const onOpenChange = (next: boolean) => !next && onClose()
  return (
    <>
      {open === 'reply' && <CurrentReply binId={bin.id} known={bin} onOpenChange={onOpenChange} onSave={onChange} />}
      {open === 'clear' && (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title={`Clear ${formatCount(total)} ${total === 1 ? 'request' : 'requests'}?`}
          action="Clear all"
          onConfirm={() => api.clearCaptures({ bin: bin.id })}
        >
          This deletes all requests of this bin, including pinned ones, and their deliveries. The capture URL stays. This cannot
          be undone.
        </ConfirmDialog>
      )}
      {open === 'delete' && (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title={`Delete ${bin.name ? `“${bin.name}”` : 'this bin'}?`}
          action="Delete the bin"
          onConfirm={async () => {
            await api.deleteBin({ bin: bin.id })
            router.push('/')
            router.refresh()
          }}
        >
          Its {formatCount(total)} {total === 1 ? 'request is deleted' : 'requests are deleted'} with it, and senders to its
          capture URL get 404. This cannot be undone.
        </ConfirmDialog>
      )}
    </>
  )
}
