'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useState } from 'react'
import { CallError, explain, startSession } from '../api-client'
import { announceSessionChange } from '../session-channel'
import { Button } from '../ui/button'
import { Field, Input } from '../ui/field'

type Props = {
  label?: string
  /** Without it the page is asked for again. */
  onOpened?: () => void
}

/** Signs this browser in with a key that was kept, and shows what it opens. */
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
      await startSession(accessKey.trim())
      setAccessKey('')
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
  return unknownKey ? 'No bins belong to this key. Check that it is whole: it begins with ck_.' : explain(failure)
}
