'use client'

import { StickyNote } from 'lucide-react'
import type { CaptureSummary } from '#lib/core/capture'
import { useReadOnly } from '../access/page-access'
import { Visible } from '../ui/captured'
import { NoteForm } from './note-form'
import type { NoteState } from './use-note'

type Props = { capture: CaptureSummary; state: NoteState }

/** The owner's note on the request; a click turns it into a field. Nothing if there is none. */
export function NoteLine({ capture, state }: Props) {
  const readOnly = useReadOnly()
  if (!readOnly && state.writing(capture.id)) {
    return (
      <NoteForm
        key={capture.id}
        note={capture.note}
        onSave={(note) => state.save(capture, note)}
        onLeave={() => state.leave(capture.id)}
      />
    )
  }
  if (capture.note === null) return null
  const text = (
    <>
      <StickyNote aria-hidden className="mt-0.5 size-3.5 shrink-0 text-accent-text" />
      <span dir="auto" className="min-w-0 flex-1 break-words whitespace-pre-wrap">
        <Visible text={capture.note} />
      </span>
    </>
  )
  const className =
    'scroll-thin flex max-h-28 w-full gap-2 overflow-y-auto rounded-md bg-accent-soft px-2.5 py-1.5 text-left text-xs text-ink'
  return (
    <section aria-label="Note" className="shrink-0 px-4 pb-3">
      {readOnly ? (
        <p className={className}>{text}</p>
      ) : (
        <button type="button" title="Edit the note" className={className} onClick={() => state.write(capture.id)}>
          {text}
        </button>
      )}
    </section>
  )
}
