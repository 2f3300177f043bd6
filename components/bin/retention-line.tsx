'use client'

import type { Bin } from '#lib/core/bin'
import { formatAhead, formatCount } from '../format'
import { ExactTime, useNow } from '../ui/time'

/** What goes when: the newest N stay, and when the bin ends. */
export function RetentionLine({ bin, capturesMax }: { bin: Bin; capturesMax: number }) {
  const now = useNow()
  return (
    <p className="text-xs text-faint">
      The newest {formatCount(capturesMax)} requests and the pinned ones are kept.{' '}
      {bin.expiresAt === null ? (
        'The bin stays until it is deleted.'
      ) : (
        <>
          The bin is due to go {formatAhead(Date.parse(bin.expiresAt) - now)}, <ExactTime iso={bin.expiresAt} show="minute" />.
        </>
      )}
    </p>
  )
}
