'use client'

import { useEffect, useRef } from 'react'
import { toast } from 'sonner'
import { formatCount } from '../../ui/format'
import { countSequence, isRunning, type Sequence } from './sequence'

const ID = 'sequence'

/** While the dialog is closed, a toast shows the progress and reopens the dialog. */
export function useSequenceToast(sequence: Sequence | null, open: boolean, onShow: () => void): void {
  const show = useRef(onShow)
  show.current = onShow
  const shown = useRef(false)
  useEffect(() => {
    if (!sequence || open) {
      if (shown.current) toast.dismiss(ID)
      shown.current = false
      return
    }
    const underWay = isRunning(sequence)
    if (!underWay && !shown.current) return // it ended before the dialog was closed
    shown.current = underWay
    const action = { label: 'Show', onClick: () => show.current() }
    if (underWay) toast(<Progress sequence={sequence} />, { id: ID, action, duration: Number.POSITIVE_INFINITY })
    else toastEnd(sequence, action)
  }, [sequence, open])
}

/** The count changes with every answer, so it is not announced to screen readers. */
function Progress({ sequence }: { sequence: Sequence }) {
  const { settled, total } = countSequence(sequence)
  return (
    <>
      Resending <span aria-hidden className="tabular-nums">{`${formatCount(settled)} of ${formatCount(total)}`}</span>
    </>
  )
}

function toastEnd(sequence: Sequence, action: { label: string; onClick: () => void }): void {
  const { ok, failed, skipped, waiting } = countSequence(sequence)
  const parts = [
    `${ok} answered`,
    failed && `${failed} failed`,
    skipped && `${skipped} skipped`,
    waiting && `${waiting} not sent`,
  ]
  const show = failed + waiting > 0 ? toast.error : toast.success
  show(`Resent: ${parts.filter(Boolean).join(', ')}`, { id: ID, action, duration: 10_000 })
}
