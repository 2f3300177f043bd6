'use client'

import { useCallback, useState } from 'react'
import type { CaptureSummary } from '#lib/core/capture'

export type NoteState = {
  /** Whether this capture's note is being written. */
  writing: (captureId: string) => boolean
  write: (captureId: string) => void
  /** Not written any more: saved or not. */
  leave: () => void
  /** Rejects where the server does not take it; null takes the note away. */
  save: (capture: CaptureSummary, note: string | null) => Promise<void>
}

/** Which note is being written; another capture's is not. */
export function useNote(save: NoteState['save']): NoteState {
  const [writingId, setWritingId] = useState<string | null>(null)
  const leave = useCallback(() => setWritingId(null), [])
  return { writing: (captureId) => captureId === writingId, write: setWritingId, leave, save }
}
