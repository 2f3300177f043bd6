'use client'

import { useEffect, useRef, useState } from 'react'
import type { Capture } from '#lib/core/capture'
import { changedParts, type DraftPart, draftOf, type ResendDraft } from './resend-draft'
import { readDraft, storeDraft } from './stored-draft'

/** Delayed, so that typing does not wait for a long body to be written to storage. */
const WRITE_AFTER_MS = 300

/** The form's state and how it differs from the capture. */
export function useDraft(capture: Capture) {
  const [draft, setDraft] = useState<ResendDraft>(() => readDraft(capture.id) ?? draftOf(capture))
  const changed: readonly DraftPart[] = changedParts(capture, draft)
  const write = useRef(() => {})
  write.current = () => storeDraft(capture.id, changed.length > 0 ? draft : null)

  // biome-ignore lint/correctness/useExhaustiveDependencies: runs after each edit, with the newest `write`
  useEffect(() => {
    const timer = setTimeout(() => write.current(), WRITE_AFTER_MS)
    return () => clearTimeout(timer)
  }, [draft])
  useEffect(() => {
    const flush = () => write.current()
    window.addEventListener('pagehide', flush)
    return () => {
      window.removeEventListener('pagehide', flush)
      flush()
    }
  }, [])

  return {
    draft,
    changed,
    change: (part: Partial<ResendDraft>) => setDraft((before) => ({ ...before, ...part })),
    reset: () => setDraft(draftOf(capture)),
  }
}
