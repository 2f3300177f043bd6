'use client'

import { useCallback, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { withoutHiddenCharacters } from '#lib/core/hidden-text'

export type NoteState = {
  /** Whether this capture's note is being written. */
  writing: (captureId: string) => boolean
  write: (captureId: string) => void
  /** Stops editing this capture's note, saved or not. Another capture's field stays open. */
  leave: (captureId: string) => void
  /** Rejects if the server refuses the note. null deletes it. */
  save: (capture: CaptureSummary, note: string | null) => Promise<void>
}

/** The state of the one note that is being edited. */
export function useNote(save: NoteState['save']): NoteState {
  const [writingId, setWritingId] = useState<string | null>(null)
  const leave = useCallback((captureId: string) => setWritingId((now) => (now === captureId ? null : now)), [])
  return { writing: (captureId) => captureId === writingId, write: setWritingId, leave, save }
}

/**
 * Makes typed or pasted text acceptable to the API: removes control characters except line breaks and tabs, and lone surrogates; null if
 * empty.
 */
export function cleanNote(text: string): string | null {
  const clean = withoutHiddenCharacters(text.replace(/[^\P{Cc}\n\r\t]|\p{Surrogate}/gu, '')).trim()
  return clean === '' ? null : clean
}
