'use client'

import { LogOut } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { api } from '../api'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'
import { forgetUnsaved } from './access-key'
import { announceSessionChange } from './session-channel'

/**
 * Signs this browser out after a confirmation, because without a copy of the key the bins become unreachable. `readOnly`: its key cannot be
 * replaced here.
 */
export function SignOutButton({ readOnly }: { readOnly: boolean }) {
  const [confirming, setConfirming] = useState(false)
  const router = useRouter()
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setConfirming(true)}>
        <LogOut aria-hidden className="max-sm:hidden" />
        Sign out
      </Button>
      <ConfirmDialog
        open={confirming}
        onOpenChange={setConfirming}
        title="Sign out of this browser?"
        action="Sign out"
        onConfirm={async () => {
          await api.endSession({})
          forgetUnsaved()
          announceSessionChange()
          router.refresh()
        }}
      >
        Your bins keep catching requests. To open them again you need an access key.
        {!readOnly &&
          ' If you did not save this one, cancel and replace it under “Access keys” first: nobody can restore it later.'}
      </ConfirmDialog>
    </>
  )
}
