'use client'

import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import { formatBytes, formatCount } from '../format'
import { useReadOnly } from '../share/access'
import { Age } from '../ui/time'
import { FirstRequest } from './first-request'
import { RetentionLine } from './retention-line'

type Props = { bin: Bin; byteCount: number; total: number; capturesMax: number }

/** The middle pane while nothing is open: the bin as a whole. */
export function NoSelection({ bin, byteCount, total, capturesMax }: Props) {
  const readOnly = useReadOnly()
  return (
    <div className="scroll-thin h-full overflow-y-auto px-6 py-10 lg:px-10">
      <div className="mx-auto max-w-xl">
        <h2 className="text-lg font-semibold tracking-tight">Choose a request to take it apart</h2>
        <dl className="mt-6 grid grid-cols-3 gap-4 border-y border-line py-4">
          <Figure label="Requests">{formatCount(total)}</Figure>
          <Figure label="Stored">{formatBytes(byteCount)}</Figure>
          <Figure label="Made">
            <Age iso={bin.createdAt} suffix=" ago" />
          </Figure>
        </dl>
        <div className="mt-3">
          <RetentionLine bin={bin} capturesMax={capturesMax} />
        </div>
        {!readOnly && (
          <>
            <h3 className="mt-10 mb-3 text-sm font-semibold">Send another</h3>
            <FirstRequest captureUrl={bin.captureUrl} />
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
