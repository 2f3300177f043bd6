'use client'

import { Eye, EyeOff, KeyRound } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import type { FeedConnection } from '#lib/feed/feed'
import { useAccessKey } from '../access/access-key'
import type { PageAccess } from '../access/page-access'
import { LiveBadge } from '../feed/live-badge'
import { IconButton } from '../ui/button'
import { Logo } from '../ui/logo'
import { ThemeToggle } from '../ui/theme-toggle'

const BANNERS = {
  everything: 'Shared, read-only.',
  redacted: 'Shared, read-only. Credentials are hidden.',
  reader: 'Your access key is read-only.',
} as const

type Props = {
  bin: Bin
  connection: FeedConnection
  access: Exclude<PageAccess, 'owner'>
  /** Content before the live badge. */
  children?: ReactNode
}

/** The header of a page opened with a share link or a read-only key. Says what it shows and that nothing can be changed. */
export function SharedHeader({ bin, connection, access, children }: Props) {
  const { openDialog } = useAccessKey()
  const Icon = access === 'redacted' ? EyeOff : Eye
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-2 md:h-14 md:flex-nowrap md:py-0">
      {access === 'reader' ? (
        <Link href="/" prefetch={false} aria-label="All bins" title="All bins" className="rounded-md p-1">
          <Logo className="size-6" />
        </Link>
      ) : (
        <Logo className="size-6" />
      )}
      <h1 className="min-w-0 flex-1 truncate text-sm font-semibold md:flex-initial">
        {bin.name ?? (access === 'reader' ? 'Unnamed bin' : 'Shared bin')}
      </h1>
      <p className="order-last flex w-full min-w-0 items-center gap-1.5 rounded-md bg-sunken px-2 py-1 text-xs text-muted md:order-none md:w-auto">
        <Icon aria-hidden className="size-3.5 shrink-0" />
        {BANNERS[access]}
      </p>
      <div className="flex items-center gap-1 md:ml-auto">
        {children}
        <LiveBadge connection={connection} />
        {access === 'reader' && (
          <IconButton label="Access keys" onClick={openDialog}>
            <KeyRound aria-hidden />
          </IconButton>
        )}
        <ThemeToggle />
      </div>
    </header>
  )
}
