'use client'

import { useState, useSyncExternalStore } from 'react'
import { parseContentType } from '#lib/core/content-type'
import { FORMAT_KINDS, type FormatKind } from '#lib/formats/kinds'

/** `remembered`: chosen for another body of this type, so it is dropped if it does not fit. */
export type ViewerChoice = { choice: FormatKind | null; remembered: boolean; choose: (kind: FormatKind | null) => void }

/**
 * How a body is shown: as the user chose for it, otherwise as they last chose in this tab for its content type, otherwise (null) as
 * guessed.
 */
export function useViewerChoice(contentType: string | null): ViewerChoice {
  const key = `creel:viewer:${parseContentType(contentType).essence ?? ''}`
  const kept = useSyncExternalStore(
    watchNothing,
    () => storedChoice(key),
    () => null,
  )
  const [own, setOwn] = useState<{ kind: FormatKind | null } | null>(null)
  return {
    choice: own === null ? kept : own.kind,
    remembered: own === null && kept !== null,
    choose: (kind) => {
      setOwn({ kind })
      storeChoice(key, kind)
    },
  }
}

/** The stored choice is read on every render; it has no change events. */
function watchNothing(): () => void {
  return () => {}
}

function storedChoice(key: string): FormatKind | null {
  try {
    const kept = sessionStorage.getItem(key)
    return FORMAT_KINDS.find((kind) => kind === kept) ?? null
  } catch {
    return null // storage may be blocked
  }
}

function storeChoice(key: string, kind: FormatKind | null): void {
  try {
    if (kind === null) sessionStorage.removeItem(key)
    else sessionStorage.setItem(key, kind)
  } catch {
    // then the choice applies only to this body
  }
}
