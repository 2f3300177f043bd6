'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { ShareShow } from '#lib/core/share'

/** Who views the page: the owner, somebody with a key that only reads, or somebody with a share link. Only the owner can change anything. */
export type PageAccess = 'owner' | 'reader' | ShareShow

const Access = createContext<PageAccess>('owner')

export function AccessProvider({ access, children }: { access: PageAccess; children: ReactNode }) {
  return <Access.Provider value={access}>{children}</Access.Provider>
}

/** True if the page must not offer anything that changes the bin. */
export function useReadOnly(): boolean {
  return useContext(Access) !== 'owner'
}

/** Actions that change something. The server would refuse them to anyone but the owner. */
const WRITES: ReadonlySet<string> = new Set([
  'resend',
  'resend-several',
  'again',
  'idempotency',
  'pin',
  'note',
  'delete',
  'reply',
  'clear',
  'delete-bin',
  'share',
  'share-request',
  'secrets',
  'sample',
  'import',
])

/** Actions that need an access key. */
const NEED_A_KEY: ReadonlySet<string> = new Set(['access-key', 'home', 'forwards', 'listen'])

export function allowedActions<T extends { id: string }>(actions: T[], access: PageAccess): T[] {
  if (access === 'owner') return actions
  const reading = actions.filter(({ id }) => !WRITES.has(id))
  return access === 'reader' ? reading : reading.filter(({ id }) => !NEED_A_KEY.has(id))
}
