'use client'

import { Download, GitCompare, ListChecks, Send, Trash2, X } from 'lucide-react'
import dynamic from 'next/dynamic'
import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import { formatCount } from '../format'
import { useReadOnly } from '../share/access'
import { IconButton } from '../ui/button'
import { Menu } from '../ui/menu'
import type { Picks } from './use-picks'

const ArchiveItems = dynamic(() => import('../export/archive-items').then((module) => module.ArchiveItems))

type Props = {
  bin: Bin
  total: number
  /** How many match the filter, so far as they are found; null: there is none. `more`: there may be others. */
  matching: { count: number; more: boolean } | null
  picks: Picks
  onCompare: (before: CaptureSummary, after: CaptureSummary) => void
  onResend: (captures: readonly CaptureSummary[]) => void
  onDelete: (captures: readonly CaptureSummary[]) => void
  children?: ReactNode
}

/** Above the list: how many there are; or, with some picked, what can be done with those. */
export function ListBar({ bin, total, matching, picks, onCompare, onResend, onDelete, children }: Props) {
  const { picked, all, clear } = picks
  const readOnly = useReadOnly()
  if (picked.length === 0) {
    return (
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="text-sm font-semibold">Requests</h2>
        <span className="text-xs text-faint tabular-nums">
          {matching === null
            ? formatCount(total)
            : `${formatCount(matching.count)}${matching.more ? '+' : ''} of ${formatCount(total)}`}
        </span>
        <div className="-mr-2 ml-auto flex items-center">{children}</div>
      </div>
    )
  }
  return (
    <div
      role="toolbar"
      aria-label="Picked requests"
      className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-accent-soft pr-2 pl-4"
    >
      <span className="mr-auto text-sm font-medium tabular-nums">{formatCount(picked.length)} picked</span>
      <IconButton label="Pick all that are loaded" onClick={all}>
        <ListChecks aria-hidden />
      </IconButton>
      <IconButton label="Compare two" disabled={picked.length !== 2} onClick={() => onCompare(picked[1]!, picked[0]!)}>
        <GitCompare aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="Save the picked ones">
            <Download aria-hidden />
          </IconButton>
        }
      >
        <ArchiveItems bin={bin} total={total} picked={picked} />
      </Menu>
      {!readOnly && (
        <IconButton label="Resend the picked ones" onClick={() => onResend(picked)}>
          <Send aria-hidden />
        </IconButton>
      )}
      {!readOnly && (
        <IconButton
          label="Delete the picked ones"
          onClick={() => {
            onDelete(picked)
            clear()
          }}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
      <IconButton label="Pick none" onClick={clear}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
