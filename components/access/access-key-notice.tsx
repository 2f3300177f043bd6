'use client'

import { KeyRound } from 'lucide-react'
import { Button } from '../ui/button'
import { CopyButton } from '../ui/copy-button'
import { useHydrated } from '../ui/time'
import { useAccessKey } from './access-key'

/** Stays on the page until the user says that the key is saved. Escape, a click or a reload does not remove it. */
export function AccessKeyNotice() {
  const { accessKey, unsaved, saved, openDialog } = useAccessKey()
  if (!useHydrated() || !unsaved) return null // the server does not know what this browser stored
  return (
    <section
      aria-label="Access key"
      className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-2 border-b border-line bg-warn-soft px-4 py-2 text-sm"
    >
      <p className="flex min-w-0 flex-1 basis-72 items-start gap-2 text-ink">
        <KeyRound aria-hidden className="mt-0.5 size-4 shrink-0 text-warn" />
        <span>
          <b className="font-semibold">Save your access key.</b> You need it to open your bins in another browser, or if this one
          forgets it.
        </span>
      </p>
      {accessKey !== null && (
        <code className="max-w-full truncate rounded bg-surface px-2 py-1 text-xs select-all" title={accessKey}>
          {accessKey}
        </code>
      )}
      <span className="flex flex-wrap gap-2">
        {accessKey === null ? (
          <Button size="sm" onClick={openDialog}>
            Get a key to save…
          </Button>
        ) : (
          <CopyButton size="sm" text={accessKey} label="Copy key" />
        )}
        <Button size="sm" variant="primary" onClick={saved}>
          I saved it
        </Button>
      </span>
    </section>
  )
}
