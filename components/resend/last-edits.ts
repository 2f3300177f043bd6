import type { Edits } from './resend-draft'

/** The changes that the last send made, and to which capture. In this page only: a body may be large, and a header secret. */
let last: { captureId: string; edits: Edits } | null = null

export function rememberEdits(captureId: string, edits: Edits): void {
  last = { captureId, edits }
}

/** None for another capture: what replaced one's headers and body says nothing about the next one's. */
export function lastEdits(captureId: string): Edits {
  return last?.captureId === captureId ? last.edits : {}
}
