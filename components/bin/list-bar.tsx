'use client'

import { formatCount } from '../format'

/** Above the list: how many there are. */
export function ListBar({ total }: { total: number }) {
  return (
    <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
      <h2 className="text-sm font-semibold">Requests</h2>
      <span className="text-xs text-faint tabular-nums">{formatCount(total)}</span>
    </div>
  )
}
