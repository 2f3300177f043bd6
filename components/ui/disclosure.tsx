'use client'

import { ChevronRight } from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { cx } from './cx'

type Props = { title: string; note?: string; forceOpen?: boolean; children: ReactNode }

/** A collapsible section. `forceOpen`: something in it needs attention. */
export function Disclosure({ title, note, forceOpen = false, children }: Props) {
  const [opened, setOpened] = useState(false)
  const open = opened || forceOpen
  return (
    <div className="rounded-md border border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setOpened(!open)}
        className="flex h-9 w-full items-center gap-2 rounded-md px-3 text-sm hover:bg-hover"
      >
        <ChevronRight aria-hidden className={cx('size-3.5 text-faint transition-transform', open && 'rotate-90')} />
        <span className="font-medium">{title}</span>
        <span className="text-xs text-faint tabular-nums">{note}</span>
      </button>
      {open && <div className="px-3 pb-3">{children}</div>}
    </div>
  )
}
