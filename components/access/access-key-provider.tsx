'use client'

import { type ReactNode, useMemo, useState } from 'react'
import type { CreatedKey } from '#lib/core/access-key'
import { onDemand } from '../ui/on-demand'
import { useStored } from '../ui/stored-text'
import { AccessKeyContext, type AccessKeyState, forgetUnsaved, unsavedFlag } from './access-key'

const AccessKeyDialog = onDemand(() => import('./access-key-dialog').then((module) => module.AccessKeyDialog))

/** Wraps all pages, so that a new key stays visible when the page changes. */
export function AccessKeyProvider({ children }: { children: ReactNode }) {
  const [accessKey, setAccessKey] = useState<string | null>(null)
  const [created, setCreated] = useState<CreatedKey | null>(null)
  const [open, setOpen] = useState(false)
  const unsaved = useStored(unsavedFlag)
  const state = useMemo<AccessKeyState>(
    () => ({
      accessKey,
      unsaved,
      offer(next) {
        unsavedFlag.write('yes')
        setAccessKey(next)
      },
      saved() {
        forgetUnsaved()
        setAccessKey(null)
        setOpen(false)
      },
      created,
      setCreated,
      openDialog: () => setOpen(true),
    }),
    [accessKey, unsaved, created],
  )
  return (
    <AccessKeyContext.Provider value={state}>
      {children}
      {open && <AccessKeyDialog onClose={() => setOpen(false)} />}
    </AccessKeyContext.Provider>
  )
}
