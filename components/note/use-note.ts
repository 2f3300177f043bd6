'use client'

import { useCallback, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'
import { withoutHiddenCharacters } from '#lib/core/hidden-text'

export type NoteState = {
  /** Whether this capture's note is being written. */
  writing: (captureId: string) => boolean
  write: (captureId: string) => void
  /** This capture's is not written any more, saved or not; another one's is left alone. */
  leave: (captureId: string) => void
  /** Rejects where the server does not take it; null takes the note away. */
  save: (capture: CaptureSummary, note: string | null) => Promise<void>
}

/** Which note is being written; another capture's is not. */
export function useNote(save: NoteState['save']): NoteState {
  const [writingId, setWritingId] = useState<string | null>(null)
  const leave = useCallback((captureId: string) => setWritingId((now) => (now === captureId ? null : now)), [])
  return { writing: (captureId) => captureId === writingId, write: setWritingId, leave, save }
}

/** What the API keeps of what was typed or pasted: no control characters but line breaks and tabs, no half characters; null for nothing. */
export function noteOf(text: string): string | null {
  const clean = withoutHiddenCharacters(text.replace(/[^\P{Cc}\n\r\t]|\p{Surrogate}/gu, '')).trim()
  return clean === '' ? null : clean
}
