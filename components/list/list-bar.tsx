'use client'

import { Download, GitCompare, ListChecks, Send, Trash2, X } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Bin } from '#lib/core/bin'
import type { CaptureSummary } from '#lib/core/capture'
import { useReadOnly } from '../access/page-access'
import { Button, IconButton } from '../ui/button'
import { formatCount } from '../ui/format'
import { Menu } from '../ui/menu'
import { onDemand } from '../ui/on-demand'
import type { Picks } from './use-picks'

const ArchiveItems = onDemand(() => import('../export/archive-items').then((module) => module.ArchiveItems))

type Props = {
  bin: Bin
  total: number
  /** How many matches are found so far; null without a filter. `more`: there may be further matches. */
  matching: { count: number; more: boolean } | null
  picks: Picks
  onCompare: (before: CaptureSummary, after: CaptureSummary) => void
  onResend: (captures: readonly CaptureSummary[]) => void
  onDelete: (captures: readonly CaptureSummary[]) => void
  children?: ReactNode
}

/** The bar above the list: the number of requests or, with a selection, its actions. */
export function ListBar({ bin, total, matching, picks, onCompare, onResend, onDelete, children }: Props) {
  const { picked, all, clear, selecting, startSelecting } = picks
  const readOnly = useReadOnly()
  if (picked.length === 0 && !selecting) {
    return (
      <div className="flex h-12 shrink-0 items-center gap-2 border-b border-line px-4">
        <h2 className="text-sm font-semibold">Requests</h2>
        <span className="text-xs text-faint tabular-nums">
          {matching === null
            ? formatCount(total)
            : `${formatCount(matching.count)}${matching.more ? '+' : ''} of ${formatCount(total)}`}
        </span>
        <div className="-mr-2 ml-auto flex items-center">
          {total > 0 && (
            <Button variant="ghost" size="sm" className="px-2!" onClick={startSelecting}>
              Select
            </Button>
          )}
          {children}
        </div>
      </div>
    )
  }
  return (
    <div
      role="toolbar"
      aria-label="Selected requests"
      className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-accent-soft pr-2 pl-4"
    >
      <span className="mr-auto text-sm font-medium tabular-nums">{formatCount(picked.length)} selected</span>
      <IconButton label="Select all loaded" onClick={all}>
        <ListChecks aria-hidden />
      </IconButton>
      <IconButton label="Compare two" disabled={picked.length !== 2} onClick={() => onCompare(picked[1]!, picked[0]!)}>
        <GitCompare aria-hidden />
      </IconButton>
      <Menu
        trigger={
          <IconButton label="Export the selected requests" disabled={picked.length === 0}>
            <Download aria-hidden />
          </IconButton>
        }
      >
        <ArchiveItems bin={bin} total={total} picked={picked} />
      </Menu>
      {!readOnly && (
        <IconButton label="Resend the selected requests" disabled={picked.length === 0} onClick={() => onResend(picked)}>
          <Send aria-hidden />
        </IconButton>
      )}
      {!readOnly && (
        <IconButton
          label="Delete the selected requests"
          disabled={picked.length === 0}
          onClick={() => {
            onDelete(picked)
            clear()
          }}
        >
          <Trash2 aria-hidden />
        </IconButton>
      )}
      <IconButton label="Clear selection" onClick={clear}>
        <X aria-hidden />
      </IconButton>
    </div>
  )
}
