'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useId, useState } from 'react'
import type { Bin } from '#lib/core/bin'
import { LIMITS } from '#lib/core/limits'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Dialog } from '../ui/dialog'
import { Field, Input } from '../ui/field'

export function RenameDialog({ bin, onClose }: { bin: Bin; onClose: () => void }) {
  const router = useRouter()
  const formId = useId()
  const [name, setName] = useState(bin.name ?? '')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)

  async function save(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    try {
      await api.updateBin({ bin: bin.id, body: { name: name.trim() || null } })
      router.refresh()
      onClose()
    } catch (failure) {
      setError(explain(failure))
      setBusy(false)
    }
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title="Rename the bin"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" disabled={busy}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={save}>
        <Field label="Name" error={error} hint="Leave it empty for no name. The capture URL stays the same.">
          {(control) => (
            <Input
              {...control}
              autoComplete="off"
              maxLength={LIMITS.binNameCharsMax}
              value={name}
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
      </form>
    </Dialog>
  )
}
