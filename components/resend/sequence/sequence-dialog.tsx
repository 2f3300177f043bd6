'use client'

import { useEffect, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { openDelivery } from '../../deliveries/delivery-link'
import { isRunning } from './sequence'
import { SequenceProgress } from './sequence-progress'
import { SequenceSetup } from './sequence-setup'
import { useSequence } from './use-sequence'
import { useSequenceToast } from './use-sequence-toast'

type Props = {
  binId: string
  open: boolean
  picked: readonly CaptureSummary[]
  /** The loaded captures that match the filter. */
  loaded: readonly CaptureSummary[]
  onOpenChange: (open: boolean) => void
}

/** Resends several captures, one after another. It stays mounted while closed, because a sequence continues in the background. */
export function SequenceDialog({ binId, open, picked, loaded, onOpenChange }: Props) {
  const { sequence, start, resume, stop, dismiss } = useSequence(binId)
  const [setUpFor, setSetUpFor] = useState(picked)
  useSequenceToast(sequence, open, () => onOpenChange(true))

  useEffect(() => {
    if (picked === setUpFor || (sequence && isRunning(sequence))) return
    setSetUpFor(picked) // opened for other requests: discards the results of the last ones
    dismiss()
  }, [picked, setUpFor, sequence, dismiss])

  const show = (captureId: string, deliveryId: string) => {
    onOpenChange(false)
    openDelivery(captureId, deliveryId)
  }
  if (!open) return null
  return sequence ? (
    <SequenceProgress
      sequence={sequence}
      onStop={stop}
      onResume={resume}
      onNew={dismiss}
      onShow={show}
      onOpenChange={onOpenChange}
    />
  ) : (
    <SequenceSetup binId={binId} picked={setUpFor} loaded={loaded} onStart={start} onOpenChange={onOpenChange} />
  )
}
