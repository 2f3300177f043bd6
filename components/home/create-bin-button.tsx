'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { toast } from 'sonner'
import { createBin, explain } from '../api-client'
import { Button, type ButtonProps } from '../ui/button'
import { useOfferKey } from './keep-key'

/** Makes a bin and opens it. */
export function CreateBinButton({ size = 'lg' }: Pick<ButtonProps, 'size'>) {
  const [busy, setBusy] = useState(false)
  const offerKey = useOfferKey()
  const router = useRouter()

  async function create() {
    setBusy(true)
    try {
      const { id, accessKey } = await createBin()
      router.push(`/bins/${id}`)
      if (accessKey) offerKey(accessKey)
    } catch (error) {
      setBusy(false)
      toast.error(explain(error))
    }
  }

  return (
    <Button variant="primary" size={size} disabled={busy} onClick={create}>
      <Plus aria-hidden />
      Make a bin
    </Button>
  )
}
