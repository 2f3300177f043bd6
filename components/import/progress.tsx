'use client'

import type { ReactNode } from 'react'

/** A bar, and under it in words how far it is. */
export function Progress({ label, done, of, children }: { label: string; done: number; of: number; children: ReactNode }) {
  const percent = of === 0 ? 100 : Math.round((100 * done) / of)
  return (
    <div className="flex flex-col gap-2 py-4 text-sm">
      <p className="font-medium break-all">{label}</p>
      <div
        role="progressbar"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div className="h-full rounded-full bg-accent" style={{ width: `${percent}%` }} />
      </div>
      <p className="text-muted tabular-nums">{children}</p>
    </div>
  )
}
