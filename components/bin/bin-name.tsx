'use client'

import { Pencil } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import { toast } from 'sonner'
import type { Bin } from '#lib/core/bin'
import { LIMITS } from '#lib/core/limits'
import { explain } from '../api'
import { Input } from '../ui/field'

type Props = { bin: Bin; onRename: (name: string | null) => Promise<void> }

/** The bin's name. A click turns it into a field; an empty value removes the name. */
export function BinName({ bin, onRename }: Props) {
  const [draft, setDraft] = useState<string | null>(null)

  async function save(event?: FormEvent) {
    event?.preventDefault()
    if (draft === null) return
    const name = draft.trim() || null
    setDraft(null)
    if (name === bin.name) return
    try {
      await onRename(name)
    } catch (error) {
      toast.error(`Not renamed. ${explain(error)}`)
    }
  }

  if (draft !== null) {
    return (
      <form onSubmit={save} className="min-w-0">
        <h1 className="sr-only">{bin.name ?? 'Unnamed bin'}</h1>
        <Input
          autoFocus
          aria-label="Name of the bin"
          className="h-7! w-48 font-semibold"
          maxLength={LIMITS.binNameCharsMax}
          placeholder="Name of the bin"
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          onFocus={(event) => event.target.select()}
          onBlur={() => void save()}
          onKeyDown={(event) => event.key === 'Escape' && setDraft(null)}
        />
      </form>
    )
  }
  return (
    <h1 className="min-w-0">
      <button
        type="button"
        title="Rename"
        onClick={() => setDraft(bin.name ?? '')}
        className="group flex max-w-full min-w-0 items-center gap-1.5 rounded-md px-1.5 py-0.5 hover:bg-hover"
      >
        <span className="truncate text-sm font-semibold">{bin.name ?? 'Unnamed bin'}</span>
        <Pencil
          aria-hidden
          className="size-3 shrink-0 text-faint opacity-0 group-hover:opacity-100 group-focus-visible:opacity-100"
        />
      </button>
    </h1>
  )
}
