import type { BodyForm } from './draft-body'
import type { Edits, ResendDraft } from './resend-draft'

// Edits survive a reload in session storage, which ends with the tab, because a body may be large and a header secret.

const PREFIX = 'creel:resend-draft:'
const FORMS: readonly BodyForm[] = ['text', 'base64', 'hex']

/** The edits that this tab stores for a capture; null if there are none. */
export function readDraft(captureId: string): ResendDraft | null {
  try {
    const draft: unknown = JSON.parse(sessionStorage.getItem(PREFIX + captureId) ?? 'null')
    return isDraft(draft) ? draft : null
  } catch {
    return null
  }
}

/** null: the form is as captured again. A full storage keeps the edits in the page only. */
export function storeDraft(captureId: string, draft: ResendDraft | null): void {
  try {
    if (draft === null) sessionStorage.removeItem(PREFIX + captureId)
    else sessionStorage.setItem(PREFIX + captureId, JSON.stringify(draft))
  } catch {}
}

function isDraft(value: unknown): value is ResendDraft {
  if (typeof value !== 'object' || value === null) return false
  const { method, headers, body } = value as Record<string, unknown>
  return typeof method === 'string' && typeof headers === 'string' && (body === null || isBody(body))
}

function isBody(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const { form, text } = value as Record<string, unknown>
  return FORMS.includes(form as BodyForm) && typeof text === 'string'
}

/** The changes of the last send, and its capture. Only in memory: a body may be large, and a header secret. */
let last: { captureId: string; edits: Edits } | null = null

export function rememberEdits(captureId: string, edits: Edits): void {
  last = { captureId, edits }
}

/** Empty for another capture, because the edits of one request do not apply to another. */
export function lastEdits(captureId: string): Edits {
  return last?.captureId === captureId ? last.edits : {}
}
