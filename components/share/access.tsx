'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { ShareShow } from '#lib/core/share'

/** Who looks at the page: the owner, or somebody through a link, who changes nothing. */
export type PageAccess = 'owner' | ShareShow

const Access = createContext<PageAccess>('owner')

export function AccessProvider({ access, children }: { access: PageAccess; children: ReactNode }) {
  return <Access.Provider value={access}>{children}</Access.Provider>
}

/** True where the page must not offer anything that changes the bin. */
export function useReadOnly(): boolean {
  return useContext(Access) !== 'owner'
}

/** Actions of the page that only its owner has; the server would refuse them. */
const OWNERS: ReadonlySet<string> = new Set([
  'resend',
  'resend-several',
  'again',
  'pin',
  'note',
  'delete',
  'reply',
  'clear',
  'delete-bin',
  'share',
  'import',
  'home',
])

export function allowedActions<T extends { id: string }>(actions: T[], access: PageAccess): T[] {
  return access === 'owner' ? actions : actions.filter(({ id }) => !OWNERS.has(id))
}
