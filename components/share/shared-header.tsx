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
    <header className="flex h-14 shrink-0 items-center gap-3 border-b border-line bg-surface px-4">
      <Logo className="size-6" />
      <h1 className="truncate text-sm font-semibold">{bin.name ?? 'Shared bin'}</h1>
      <p className="flex min-w-0 items-center gap-1.5 rounded-md bg-sunken px-2 py-1 text-xs text-muted">
        {show === 'redacted' ? <EyeOff aria-hidden className="size-3.5" /> : <Eye aria-hidden className="size-3.5" />}
        <span className="truncate">
          {show === 'redacted' ? 'Shared, read-only. Credentials are hidden.' : 'Shared, read-only.'}
        </span>
      </p>
      <div className="ml-auto flex items-center gap-1">
        <LiveBadge connection={connection} />
        <ThemeToggle />
      </div>
    </header>
  )
}
