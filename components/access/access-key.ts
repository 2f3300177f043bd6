'use client'

import { createContext, useContext } from 'react'
import type { CreatedKey } from '#lib/core/access-key'
import { createStoredText } from '../ui/stored-text'

/** Whether this browser's key still has to be saved somewhere. The key itself is never stored where scripts can read it. */
export const unsavedFlag = createStoredText('creel:key-unsaved', (text) => text === 'yes')

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

export const AccessKeyContext = createContext<AccessKeyState>({
  accessKey: null,
  unsaved: false,
  offer: () => {},
  saved: () => {},
  created: null,
  setCreated: () => {},
  openDialog: () => {},
})

export const useAccessKey = () => useContext(AccessKeyContext)
