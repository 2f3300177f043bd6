'use client'

import { createContext, type ReactNode, useContext, useMemo, useState } from 'react'
import type { CreatedKey } from '#lib/core/access-key'
import { onDemand } from '../ui/on-demand'
import { createStoredText, useStored } from '../ui/stored-text'

const AccessKeyDialog = onDemand(() => import('./access-key-dialog').then((module) => module.AccessKeyDialog))

/** Whether this browser's key still has to be saved somewhere. The key itself is never stored where scripts can read it. */
const unsavedFlag = createStoredText('creel:key-unsaved', (text) => text === 'yes')

export const forgetUnsaved = () => void unsavedFlag.write('no')

export type AccessKeyState = {
  /** This browser's key, as long as this page has it from its creation. After a reload, only a new key can be shown. */
  accessKey: string | null
  unsaved: boolean
  /** Called when an answer contained a new key for this browser. */
  offer: (accessKey: string) => void
  /** Called once the user has saved the key. It is not shown again. */
  saved: () => void
  /** Another key that was just created, until the user has saved it. */
  created: CreatedKey | null
  setCreated: (key: CreatedKey | null) => void
  openDialog: () => void
}

const Context = createContext<AccessKeyState>({
  accessKey: null,
  unsaved: false,
  offer: () => {},
  saved: () => {},
  created: null,
  setCreated: () => {},
  openDialog: () => {},
})

export const useAccessKey = () => useContext(Context)

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
    <Context.Provider value={state}>
      {children}
      {open && <AccessKeyDialog onClose={() => setOpen(false)} />}
    </Context.Provider>
  )
}
