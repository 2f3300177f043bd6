'use client'

import { type FocusEvent, type FormEvent, type KeyboardEvent, useId, useRef, useState } from 'react'
import { toast } from 'sonner'
import { LIMITS } from '#lib/core/limits'
import { explain } from '../api'
import { Button } from '../ui/button'
import { copyText } from '../ui/copy-button'
import { Textarea } from '../ui/field'
import { formatCount } from '../ui/format'
import { cleanNote } from './use-note'

type Props = {
  note: string | null
  onSave: (note: string | null) => Promise<void>
  onLeave: () => void
}

/** Enter and leaving the field save; Escape cancels. A note that the server refuses stays in the field. */
export function NoteForm({ note, onSave, onLeave }: Props) {
  const [draft, setDraft] = useState(note ?? '')
  const [why, setWhy] = useState<string | null>(null)
  const busy = useRef(false)
  const field = useRef<HTMLTextAreaElement>(null)
  const hintId = useId()

  async function save(event?: FormEvent) {
    event?.preventDefault()
    const next = cleanNote(draft)
    if (busy.current) return
    if (next === note) return onLeave()
    busy.current = true
    try {
      await onSave(next)
      onLeave()
    } catch (error) {
      if (field.current === null) return toastUnsaved(draft, error)
      setWhy(explain(error))
      field.current.focus()
    } finally {
      busy.current = false
    }
  }

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return // Enter confirms a word of an input method
    if (event.key === 'Escape') {
      event.preventDefault()
      onLeave()
    } else if (event.key === 'Enter' && !event.shiftKey) void save(event)
  }
  const onBlur = ({ currentTarget, relatedTarget }: FocusEvent<HTMLFormElement>) => {
    const otherWindow = document.activeElement === field.current
    if (!otherWindow && !currentTarget.contains(relatedTarget)) void save()
  }

  return (
    <form aria-label="Note" className="shrink-0 px-4 pb-3" onSubmit={save} onBlur={onBlur} onKeyDown={onKeyDown}>
      <Textarea
        ref={field}
        autoFocus
        aria-label="Note"
        aria-invalid={why !== null}
        aria-describedby={hintId}
        dir="auto"
        spellCheck
        rows={Math.min(6, Math.max(2, draft.split('\n').length))}
        maxLength={LIMITS.noteCharsMax}
        placeholder="What is it about?"
        className="block font-sans!"
        value={draft}
        onChange={(event) => setDraft(event.target.value)}
        onFocus={(event) => event.target.setSelectionRange(draft.length, draft.length)}
      />
      <div className="mt-1.5 flex flex-wrap items-center gap-2">
        <p id={hintId} role={why === null ? undefined : 'alert'} className="mr-auto min-w-0 text-2xs text-faint">
          {why === null ? (
            <span className="hidden sm:inline">Enter saves, Shift+Enter starts a new line, Escape cancels</span>
          ) : (
            <span className="text-xs text-danger">{why}</span>
          )}
          <span className="tabular-nums sm:ml-3">
            {formatCount(draft.length)} of {formatCount(LIMITS.noteCharsMax)}
          </span>
        </p>
        <Button size="sm" variant="ghost" onClick={onLeave}>
          Cancel
        </Button>
        <Button size="sm" variant="primary" type="submit">
          Save
        </Button>
      </div>
    </form>
  )
}

/** The form is already closed, so the message offers the text for copying. */
function toastUnsaved(draft: string, error: unknown): void {
  toast.error(`The note was not saved. ${explain(error)}`, {
    duration: Number.POSITIVE_INFINITY,
    action: { label: 'Copy the note', onClick: () => void copyText(draft) },
  })
}
