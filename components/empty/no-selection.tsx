'use client'

import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import { useReadOnly } from '../access/page-access'
import { formatBytes, formatCount } from '../ui/format'
import { Age, ExactTime } from '../ui/time'
import { FirstRequest } from './first-request'

type Props = { bin: Bin; byteCount: number; total: number; capturesMax: number; onSample: () => void }

/** The middle pane while no request is open. */
export function NoSelection({ bin, byteCount, total, capturesMax, onSample }: Props) {
  const readOnly = useReadOnly()
  return (
    <div className="scroll-thin h-full overflow-y-auto px-6 py-10 lg:px-10 short:h-auto short:py-5">
      <div className="mx-auto max-w-xl">
        <h2 className="text-lg font-semibold tracking-tight">Select a request</h2>
        <dl className="mt-6 grid grid-cols-3 gap-4 border-y border-line py-4">
          <Figure label="Requests">{formatCount(total)}</Figure>
          <Figure label="Stored">{formatBytes(byteCount)}</Figure>
          <Figure label="Created">
            <Age iso={bin.createdAt} suffix=" ago" />
            <ExactTime iso={bin.createdAt} show="minute" className="block text-xs font-normal text-faint" />
          </Figure>
        </dl>
        <div className="mt-3">
          <RetentionLine bin={bin} capturesMax={capturesMax} />
        </div>
        {!readOnly && (
          <>
            <h3 className="mt-10 mb-3 text-sm font-semibold">Send another request</h3>
            <FirstRequest captureUrl={bin.captureUrl} onSample={onSample} />
          </>
        )}
      </div>
    </div>
  )
}

function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt className="text-xs text-faint">{label}</dt>
      <dd className="mt-0.5 text-base font-medium tabular-nums">{children}</dd>
    </div>
  )
}

/** How much is kept and for how long. */
function RetentionLine({ bin, capturesMax }: { bin: Bin; capturesMax: number }) {
  return (
    <p className="text-xs text-muted">
      The newest {formatCount(capturesMax)} requests and all pinned ones are kept.{' '}
      {bin.expiresAt === null ? (
        'The bin is kept until you delete it.'
      ) : (
        <>
          Deleted after {quietTime(bin, bin.expiresAt)} without requests, on <ExactTime iso={bin.expiresAt} show="minute" />.
        </>
      )}
    </p>
  )
}

const UNITS = [
  [86_400_000, 'day'],
  [3_600_000, 'hour'],
  [60_000, 'minute'],
  [1000, 'second'],
] as const

/** `30 days`: how long the bin lives after its last request. */
function quietTime({ createdAt, lastCaptureAt }: Bin, expiresAt: string): string {
  const ms = Date.parse(expiresAt) - Date.parse(lastCaptureAt ?? createdAt)
  const [size, unit] = UNITS.find(([size]) => ms >= size) ?? UNITS[3]
  const count = Math.max(1, Math.round(ms / size))
  return `${formatCount(count)} ${unit}${count === 1 ? '' : 's'}`
}
