'use client'

import { type ReactNode, useState } from 'react'
import { explain } from '../api'
import { Button } from './button'
import { Dialog } from './dialog'

type Props = {
  open: boolean
  onOpenChange: (open: boolean) => void
  title: string
  children: ReactNode
  /** What the button does, as in "Delete the bin". */
  action: string
  /** The dialog closes when it resolves, and shows the reason when it rejects. */
  onConfirm: () => Promise<void>
}

/** Asks before something that cannot be undone. */
export function ConfirmDialog({ open, onOpenChange, title, children, action, onConfirm }: Props) {
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function confirm() {
    setBusy(true)
    setError(null)
    try {
      await onConfirm()
      onOpenChange(false)
    } catch (failure) {
      setError(explain(failure))
    } finally {
      setBusy(false)
    }
  }

  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title={title}
      footer={
        <>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button variant="danger" disabled={busy} onClick={confirm}>
            {action}
          </Button>
        </>
      }
    >
      <div className="text-sm text-muted">{children}</div>
      {error && (
        <p role="alert" className="mt-3 rounded-md bg-danger-soft px-3 py-2 text-sm text-danger">
          {error}
        </p>
      )}
    </Dialog>
  )
}
