'use client'

import { LogOut } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { endSession } from '../api-client'
import { announceSessionChange } from '../session-channel'
import { Button } from '../ui/button'
import { ConfirmDialog } from '../ui/confirm-dialog'

/** Forgets the key in this browser, after asking: without a copy of the key the bins are out of reach. */
export function SignOutButton() {
  const [asking, setAsking] = useState(false)
  const router = useRouter()
  return (
    <>
      <Button variant="ghost" size="sm" onClick={() => setAsking(true)}>
        <LogOut aria-hidden />
        Sign out
      </Button>
      <ConfirmDialog
        open={asking}
        onOpenChange={setAsking}
        title="Sign out of this browser?"
        action="Sign out"
        onConfirm={async () => {
          await endSession()
          announceSessionChange()
          router.refresh()
        }}
      >
        The bins stay and go on catching requests. To see them again you need the access key: if you did not keep it, nobody can
        bring it back.
      </ConfirmDialog>
    </>
  )
}
