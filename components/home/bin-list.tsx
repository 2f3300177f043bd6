'use client'

import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { Bin } from '#lib/core/bin'
import { formatBytes, formatCount } from '../format'
import { Age } from '../ui/time'

/** The bins of this browser, newest activity first. */
export function BinList({ bins }: { bins: readonly Bin[] }) {
  return (
    <ul className="divide-y divide-line overflow-hidden rounded-xl border border-line bg-surface shadow-card dark:shadow-none">
      {bins.map((bin) => (
        <li key={bin.id} className="relative transition-colors hover:bg-hover">
          <Link
            href={`/bins/${bin.id}`}
            className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 gap-y-0.5 px-4 py-3 -outline-offset-2 sm:grid-cols-[minmax(0,1fr)_7rem_5rem_7rem_1rem]"
          >
            <span className="min-w-0">
              <span className="block truncate text-sm font-medium">{bin.name ?? 'Unnamed bin'}</span>
              <span className="block truncate font-mono text-xs text-faint">{bin.id}</span>
            </span>
            <BinFigures bin={bin} />
            <ChevronRight aria-hidden className="hidden size-4 text-faint sm:block" />
          </Link>
        </li>
      ))}
    </ul>
  )
}

function BinFigures({ bin }: { bin: Bin }) {
  return (
    <>
      <span className="text-right text-sm text-muted tabular-nums">
        {formatCount(bin.captureCount)} {bin.captureCount === 1 ? 'request' : 'requests'}
      </span>
      <span className="hidden text-right text-sm text-muted tabular-nums sm:block">{formatBytes(bin.byteCount)}</span>
      <span className="col-start-2 text-right text-xs text-faint tabular-nums sm:col-start-auto sm:text-sm">
        <Age iso={bin.lastCaptureAt ?? bin.createdAt} suffix=" ago" />
      </span>
    </>
  )
}
