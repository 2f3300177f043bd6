'use client'

import { Eye, EyeOff } from 'lucide-react'
import type { Bin } from '#lib/core/bin'
import type { FeedConnection } from '#lib/core/feed'
import type { ShareShow } from '#lib/core/share'
import { LiveBadge } from '../bin/live-badge'
import { Logo } from '../ui/logo'
import { ThemeToggle } from '../ui/theme-toggle'

/** The head of a page that was opened through a link: what it is, and that nothing can be changed here. */
export function SharedHeader({ bin, connection, show }: { bin: Bin; connection: FeedConnection; show: ShareShow }) {
  return (
    <header className="flex shrink-0 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-2 md:h-14 md:flex-nowrap md:py-0">
      <Logo className="size-6" />
      <h1 className="min-w-0 flex-1 truncate text-sm font-semibold md:flex-initial">{bin.name ?? 'Shared bin'}</h1>
      <p className="order-last flex w-full min-w-0 items-center gap-1.5 rounded-md bg-sunken px-2 py-1 text-xs text-muted md:order-none md:w-auto">
        {show === 'redacted' ? (
          <EyeOff aria-hidden className="size-3.5 shrink-0" />
        ) : (
          <Eye aria-hidden className="size-3.5 shrink-0" />
        )}
        {show === 'redacted' ? 'Shared, read-only. Credentials are hidden.' : 'Shared, read-only.'}
      </p>
      <div className="flex items-center gap-1 md:ml-auto">
        <LiveBadge connection={connection} />
        <ThemeToggle />
      </div>
    </header>
  )
}
