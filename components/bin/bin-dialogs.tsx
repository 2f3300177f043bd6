'use client'

import dynamic from 'next/dynamic'
import { useRouter } from 'next/navigation'
import type { Bin } from '#lib/core/bin'
import { type BinWish, clearCaptures, deleteBin } from '../api-client'
import { formatCount } from '../format'

const ConfirmDialog = dynamic(() => import('../ui/confirm-dialog').then((module) => module.ConfirmDialog))
const ReplySettings = dynamic(() => import('../reply/reply-settings').then((module) => module.ReplySettings))

type Props = {
  bin: Bin
  total: number
  /** What is open on the page; others than these dialogs are somebody else's. */
  open: string | null
  onClose: () => void
  onChange: (wish: BinWish) => Promise<void>
}

/** The dialogs about the bin as a whole, one at a time. */
export function BinDialogs({ bin, total, open, onClose, onChange }: Props) {
  const router = useRouter()
  const onOpenChange = (next: boolean) => !next && onClose()
  return (
    <>
      {open === 'reply' && (
        <ReplySettings response={bin.response} onOpenChange={onOpenChange} onSave={(response) => onChange({ response })} />
      )}
      {open === 'clear' && (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title={`Clear ${formatCount(total)} ${total === 1 ? 'request' : 'requests'}?`}
          action="Clear all"
          onConfirm={() => clearCaptures(bin.id)}
        >
          All requests of this bin go, the pinned ones too, with their deliveries. The capture URL stays. This cannot be undone.
        </ConfirmDialog>
      )}
      {open === 'delete' && (
        <ConfirmDialog
          open
          onOpenChange={onOpenChange}
          title={`Delete ${bin.name ? `“${bin.name}”` : 'this bin'}?`}
          action="Delete the bin"
          onConfirm={async () => {
            await deleteBin(bin.id)
            router.push('/')
            router.refresh()
          }}
        >
          Its {formatCount(total)} {total === 1 ? 'request goes' : 'requests go'} with it, and senders to its capture URL are
          answered with 404. This cannot be undone.
        </ConfirmDialog>
      )}
    </>
  )
}
