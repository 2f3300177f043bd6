'use client'

import { Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import { LIMITS } from '#lib/core/limits'
import { useAccessKey } from '../access/access-key'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Input } from '../ui/field'

function useCreateBin() {
  const [busy, setBusy] = useState(false)
  const { offer } = useAccessKey()
  const router = useRouter()

  async function create(name: string | null) {
    setBusy(true)
    try {
      const bin = await api.createBin({ body: name === null ? {} : { name } })
      router.push(`/bins/${bin.id}`)
      if ('accessKey' in bin) offer(bin.accessKey)
    } catch (error) {
      setBusy(false)
      toast.error(explain(error))
    }
  }
  return { busy, create }
}

/** Creates a bin without a name and opens it. */
export function CreateBinButton() {
  const { busy, create } = useCreateBin()
  return (
    <Button variant="primary" disabled={busy} onClick={() => void create(null)}>
      <Plus aria-hidden />
      Create a bin
    </Button>
  )
}

/** Creates a bin, with a name if one is given, and opens it. */
export function CreateBinForm() {
  const { busy, create } = useCreateBin()
  const [name, setName] = useState('')
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create(name.trim() || null)
  }
  return (
    <form onSubmit={submit} className="flex max-w-md flex-wrap gap-2">
      <Input
        aria-label="Name of the bin (optional)"
        placeholder="Name (optional), such as stripe-dev"
        autoComplete="off"
        maxLength={LIMITS.binNameCharsMax}
        className="h-11! min-w-0 flex-1 basis-52 px-3.5! text-[0.9375rem]!"
        value={name}
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" variant="primary" size="lg" disabled={busy} className="max-sm:flex-1">
        <Plus aria-hidden />
        Create a bin
      </Button>
    </form>
  )
}
