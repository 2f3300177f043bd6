'use client'

import { RotateCw, Square } from 'lucide-react'
import type { CaptureSummary } from '#lib/core/capture'
import { Button } from '../../ui/button'
import { Dialog } from '../../ui/dialog'
import { CheckResults } from './check-results'
import { CheckSetup } from './check-setup'
import { useCheck } from './use-check'

type Props = {
  of: CaptureSummary
  /** Other selected captures, which can be sent in between. */
  others: readonly CaptureSummary[]
  onOpenChange: (open: boolean) => void
}

/** Sends one request several times and shows the answers side by side: does the receiver recognise the repetition? */
export function IdempotencyDialog({ of, others, onOpenChange }: Props) {
  const { check, fault, start, stop, dismiss } = useCheck()
  if (check === null) return <CheckSetup of={of} others={others} fault={fault} onStart={start} onOpenChange={onOpenChange} />
  return (
    <Dialog
      open
      onOpenChange={onOpenChange}
      title={`Check idempotency of #${of.seq}`}
      description={check.state === 'running' ? 'Closing this dialog stops it.' : undefined}
      className="sm:max-w-2xl"
      footer={
        check.state === 'running' ? (
          <Button variant="danger" onClick={stop}>
            <Square aria-hidden />
            Stop
          </Button>
        ) : (
          <Button onClick={dismiss}>
            <RotateCw aria-hidden />
            Check again
          </Button>
        )
      }
    >
      <CheckResults check={check} />
    </Dialog>
  )
}
