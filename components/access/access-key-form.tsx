'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { CallError } from '#lib/client/call-error'
import { api, explain } from '../api'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'
import { forgetUnsaved } from './access-key'
import { announceSessionChange } from './session-channel'

type Props = {
  label?: string
  /** Default: reloads the page. */
  onOpened?: () => void
}

/** Signs this browser in with an access key. */
export function AccessKeyForm({ label = 'Access key', onOpened }: Props) {
  const [accessKey, setAccessKey] = useState('')
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string | null>(null)
  const router = useRouter()

  async function submit(event: FormEvent) {
    event.preventDefault()
    setBusy(true)
    setError(null)
    try {
      await api.startSession({ body: { accessKey: accessKey.trim() } })
      setAccessKey('')
      forgetUnsaved()
      announceSessionChange()
      if (onOpened) onOpened()
      else router.refresh()
    } catch (failure) {
      setError(refusalText(failure))
    } finally {
      setBusy(false)
    }
  }

  return (
    <form onSubmit={submit} className="flex items-start gap-2">
      <Field label={label} error={error} className="min-w-0 flex-1">
        {(control) => (
          <Input
            {...control}
            type="password"
            autoComplete="off"
            placeholder="ck_…"
            className="font-mono"
            value={accessKey}
            onChange={(event) => setAccessKey(event.target.value)}
          />
        )}
      </Field>
      <Button type="submit" className="mt-[1.375rem]" disabled={busy || accessKey.trim() === ''}>
        Open
      </Button>
    </form>
  )
}

function refusalText(failure: unknown): string {
  const unknownKey = failure instanceof CallError && failure.code === 'unauthenticated'
  return unknownKey ? 'Unknown access key. Check that it is complete: it starts with ck_.' : explain(failure)
}
