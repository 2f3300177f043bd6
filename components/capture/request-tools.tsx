'use client'

import { GitCompare, Pin, PinOff, Share2, SquareTerminal, StickyNote, Trash2 } from 'lucide-react'
import type { ReactNode } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { useReadOnly } from '../access/page-access'
import type { LoadedCapture } from '../feed/use-capture'
import { Button } from '../ui/button'
import { Menu } from '../ui/menu'
import { onDemand } from '../ui/on-demand'

const CopyAsItems = onDemand(() => import('../export/copy-as-items').then((module) => module.CopyAsItems))

export type RequestToolsProps = {
  summary: CaptureSummary
  loaded: LoadedCapture
  captureUrl: string
  onCompare: () => void
  onShare: () => void
  onPin: (pinned: boolean) => void
  onNote: () => void
  onDelete: () => void
}

/** The actions for the request, by name. */
export function RequestTools({ summary, loaded, captureUrl, onCompare, onShare, onPin, onNote, onDelete }: RequestToolsProps) {
  const readOnly = useReadOnly()
  return (
    <div
      role="toolbar"
      aria-label="Actions for this request"
      className="-mt-1 flex shrink-0 flex-wrap items-center gap-x-0.5 px-2 pb-1"
    >
      <ToolButton icon={<GitCompare aria-hidden />} onClick={onCompare}>
        Compare
      </ToolButton>
      {loaded.state === 'ready' && (
        <Menu
          align="start"
          trigger={
            <Button variant="ghost" size="sm" className="px-2!">
              <SquareTerminal aria-hidden />
              Copy as
            </Button>
          }
        >
          <CopyAsItems capture={loaded.capture} captureUrl={captureUrl} />
        </Menu>
      )}
      {!readOnly && (
        <>
          <ToolButton icon={<Share2 aria-hidden />} onClick={onShare}>
            Share
          </ToolButton>
          <ToolButton icon={<StickyNote aria-hidden />} onClick={onNote}>
            {summary.note === null ? 'Add note' : 'Edit note'}
          </ToolButton>
          <ToolButton icon={summary.pinned ? <PinOff aria-hidden /> : <Pin aria-hidden />} onClick={() => onPin(!summary.pinned)}>
            {summary.pinned ? 'Unpin' : 'Pin'}
          </ToolButton>
          <ToolButton icon={<Trash2 aria-hidden />} onClick={onDelete}>
            Delete
          </ToolButton>
        </>
      )}
    </div>
  )
}

type ToolProps = { icon: ReactNode; onClick: () => void; children: ReactNode }

function ToolButton({ icon, onClick, children }: ToolProps) {
  return (
    <Button variant="ghost" size="sm" className="px-2!" onClick={onClick}>
      {icon}
      {children}
    </Button>
  )
}
