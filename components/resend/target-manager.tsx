'use client'

import { ArrowDown, ArrowUp, Pencil, Plus, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { toast } from 'sonner'
import { visibleText } from '#lib/core/visible-text'
import { Button, IconButton } from '../ui/button'
import { Captured } from '../ui/captured'
import { Dialog } from '../ui/dialog'
import { SAVED_TARGETS_MAX, type SavedTarget, targetLabel } from './target'
import { TargetForm } from './target-form'

type Props = {
  saved: readonly SavedTarget[]
  save: (targets: readonly SavedTarget[]) => void
  /** A URL to save as a new target; empty: none. */
  newUrl: string
  onClose: () => void
}

type Editing = { target: SavedTarget | null; url: string }

/** Adds, edits, reorders and deletes saved targets. */
export function TargetManager({ saved, save, newUrl, onClose }: Props) {
  const [editing, setEditing] = useState<Editing | null>(newUrl === '' ? null : { target: null, url: newUrl })
  const keep = (target: SavedTarget) => {
    const known = saved.some(({ id }) => id === target.id)
    save(known ? saved.map((each) => (each.id === target.id ? target : each)) : [...saved, target])
    if (newUrl === '') setEditing(null)
    else onClose()
  }
  const remove = (target: SavedTarget) => {
    save(saved.filter(({ id }) => id !== target.id))
    toast(`Deleted the target ${targetLabel(target)}`, { action: { label: 'Undo', onClick: () => save(saved) } })
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={editing ? (editing.target ? `Change ${targetLabel(editing.target)}` : 'Save a target') : 'Saved targets'}
      description="Stored in this browser for all bins, header values as plain text. A delivery keeps the headers that were sent."
      className="sm:max-w-lg"
    >
      {editing ? (
        <TargetForm {...editing} onSave={keep} onCancel={() => (newUrl === '' ? setEditing(null) : onClose())} />
      ) : (
        <>
          <TargetRows saved={saved} save={save} onEdit={(target) => setEditing({ target, url: target.url })} onRemove={remove} />
          <Button disabled={saved.length >= SAVED_TARGETS_MAX} onClick={() => setEditing({ target: null, url: '' })}>
            <Plus aria-hidden />
            Add a target
          </Button>
        </>
      )}
    </Dialog>
  )
}

type RowsProps = Pick<Props, 'saved' | 'save'> & {
  onEdit: (target: SavedTarget) => void
  onRemove: (target: SavedTarget) => void
}

function TargetRows({ saved, save, onEdit, onRemove }: RowsProps) {
  const move = (from: number, to: number) => save(saved.with(from, saved[to]!).with(to, saved[from]!))
  if (saved.length === 0) return <p className="mb-4 text-sm text-muted">None yet. You can tick a saved target for every send.</p>
  return (
    <ol aria-label="Saved targets" className="mb-4 rounded-lg border border-line">
      {saved.map((target, index) => (
        <li key={target.id} className="flex items-center gap-1 border-b border-line/60 py-1.5 pr-1 pl-3 last:border-b-0">
          <div className="min-w-0 flex-1">
            <p className="truncate text-sm font-medium">
              <Captured text={target.name} />
            </p>
            <p className="truncate font-mono text-xs text-muted" title={visibleText(target.url)}>
              <Captured text={target.url} />
            </p>
            {target.headerChanges.length > 0 && (
              <p className="truncate text-2xs text-faint">
                {target.headerChanges.map(([name, value]) => (value === null ? `without ${name}` : `sets ${name}`)).join(', ')}
              </p>
            )}
          </div>
          <IconButton label={`Move ${targetLabel(target)} up`} disabled={index === 0} onClick={() => move(index, index - 1)}>
            <ArrowUp aria-hidden />
          </IconButton>
          <IconButton
            label={`Move ${targetLabel(target)} down`}
            disabled={index === saved.length - 1}
            onClick={() => move(index, index + 1)}
          >
            <ArrowDown aria-hidden />
          </IconButton>
          <IconButton label={`Change ${targetLabel(target)}`} onClick={() => onEdit(target)}>
            <Pencil aria-hidden />
          </IconButton>
          <IconButton label={`Delete ${targetLabel(target)}`} onClick={() => onRemove(target)}>
            <Trash2 aria-hidden />
          </IconButton>
        </li>
      ))}
    </ol>
  )
}
