import { CallError } from '#lib/client/call-error'
import { createClient } from '#lib/client/client'
import { visibleText } from '#lib/core/visible-text'

/** A client for this page's server. The cookie identifies the caller. */
export const api = createClient()

/** The message shown for a failed call. */
export function explain(error: unknown): string {
  if (!(error instanceof CallError)) return 'Something went wrong in this page. Reload it and try again.'
  const fields = error.errors.map(({ path, message }) => `${path}: ${message}`)
  return visibleText(fields.length > 0 ? fields.join('. ') : error.message) // it quotes user input
}
