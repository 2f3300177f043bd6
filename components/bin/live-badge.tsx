'use client'

import type { FeedConnection } from '#lib/core/feed'
import { formatCount } from '../format'
import { cx } from '../ui/cx'

const LOOKS = {
  live: { dot: 'bg-ok', text: 'text-ok', title: 'Requests show as they are stored.' },
  'catching-up': { dot: 'bg-warn', text: 'text-warn', title: 'What came in meanwhile is being loaded.' },
  stale: {
    dot: 'bg-danger',
    text: 'text-danger',
    title: 'The connection is gone; it is tried again by itself. Nothing is lost.',
  },
} as const

/** Whether the list can be believed: live, catching up (n), or stale since when. */
export function LiveBadge({ connection }: { connection: FeedConnection }) {
  const { dot, text, title } = LOOKS[connection.state]
  return (
    <span
      role="status"
      title={title}
      className={cx('inline-flex items-center gap-2 text-xs font-medium whitespace-nowrap', text)}
    >
      <span aria-hidden className="relative flex size-2">
        {connection.state === 'live' && (
          <span className="absolute inset-0 animate-ping rounded-full bg-ok opacity-40 [animation-duration:2.4s]" />
        )}
        <span className={cx('relative size-2 rounded-full', dot)} />
      </span>
      {badgeText(connection)}
    </span>
  )
}

export function badgeText(connection: FeedConnection): string {
  if (connection.state === 'live') return 'Live'
  if (connection.state === 'stale') return `Stale since ${clockTime(new Date(connection.since))}`
  return connection.missing > 0 ? `Catching up (${formatCount(connection.missing)})` : 'Catching up'
}

function clockTime(date: Date): string {
  return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`
}
