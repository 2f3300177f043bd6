'use client'

import type { FeedConnection } from '#lib/feed/feed'
import { cx } from '../ui/cx'
import { useFailedPartCount } from '../ui/failed-parts'
import { formatCount } from '../ui/format'

const STYLES = {
  live: { dot: 'bg-ok', text: 'text-ok', title: 'Requests appear as soon as they are stored.' },
  'catching-up': { dot: 'bg-warn', text: 'text-warn', title: 'Loading the requests that arrived meanwhile.' },
  stale: {
    dot: 'bg-danger',
    text: 'text-danger',
    title: 'The connection is lost. This page reconnects by itself and misses nothing.',
  },
  partial: { dot: 'bg-warn', text: 'text-warn', title: 'A panel of this page could not be loaded. The page keeps trying.' },
} as const

/** Whether the page is up to date: live, catching up (n), offline since a time, or live without one of its panels. */
export function LiveBadge({ connection }: { connection: FeedConnection }) {
  const partial = useFailedPartCount() > 0 && connection.state === 'live'
  const { dot, text, title } = STYLES[partial ? 'partial' : connection.state]
  return (
    <span
      role="status"
      title={title}
      className={cx('inline-flex items-center gap-2 text-xs font-medium whitespace-nowrap', text)}
    >
      <span aria-hidden className="relative flex size-2 forced-color-adjust-none">
        {/* Three times, because an endless animation uses the processor for as long as the page is open. */}
        {connection.state === 'live' && !partial && (
          <span className="absolute inset-0 animate-ping rounded-full bg-ok opacity-40 [animation-duration:2.4s] [animation-iteration-count:3]" />
        )}
        <span className={cx('relative size-2 rounded-full', dot)} />
      </span>
      {partial ? 'Partly loaded' : badgeText(connection)}
    </span>
  )
}

export function badgeText(connection: FeedConnection): string {
  if (connection.state === 'live') return 'Live'
  if (connection.state === 'stale') return `Offline since ${clockTime(new Date(connection.since))}`
  return connection.missing > 0 ? `Catching up (${formatCount(connection.missing)})` : 'Catching up'
}

function clockTime(date: Date): string {
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
