import type { InputOf } from '#lib/client/calls'
import { type HeaderChange, isHeaderName, isHeaderValue } from '#lib/core/headers'
import { parseUrl } from '#lib/core/parse-url'
import { visibleText } from '#lib/core/visible-text'

/** A target of a resend. `name` null: typed and not saved. `through`: a connected listener, which knows its own URL. */
export type Target = { id: string; name: string | null; url: string; headerChanges: readonly HeaderChange[]; through?: string }

/** A target stored in this browser for all bins. */
export type SavedTarget = Target & { name: string }

/** Limit on the targets of one send. */
export const TARGETS_AT_ONCE_MAX = 10
export const SAVED_TARGETS_MAX = 50
export const TARGET_NAME_CHARS_MAX = 60
const URL_CHARS_MAX = 8192 // the API's limit
export const HEADER_CHANGES_MAX = 20

export function typedTarget(url: string): Target {
  return { id: 'typed', name: null, url, headerChanges: [] }
}

export function listenerTarget(through: string): Target {
  return { id: `listener ${through}`, name: through, url: '', headerChanges: [], through }
}

export type ResendInput = InputOf<'resendCapture'>['body']

/** The request for the API. */
export function resendInput(
  { url, headerChanges, through }: Target,
  edits: Omit<ResendInput, 'url' | 'through' | 'headerChanges'>,
): ResendInput {
  if (through !== undefined) return { through }
  return { ...edits, url, ...(headerChanges.length > 0 ? { headerChanges } : {}) }
}

/** For the page: hidden characters are escapes. */
export const targetLabel = ({ name, url }: Target) => visibleText(name ?? url)

const WITHOUT_PASSWORD = 'Remove the user name and password, and save the target with an Authorization header'

/** Why `url` cannot be sent to, and what to do; null if the page finds no fault. */
export function urlFault(url: string, withoutPassword = WITHOUT_PASSWORD): string | null {
  if (url.trim() === '') return 'Enter a URL, such as localhost:4000/webhooks'
  if (!/^https?:\/\//i.test(url)) return 'Use an http or https URL, such as http://localhost:4000/webhooks'
  if (url.length > URL_CHARS_MAX) return `The URL is over ${URL_CHARS_MAX} characters long`
  const parsedUrl = parseUrl(url)
  if (!parsedUrl) return 'Not a valid URL. Check the host and the port, as in http://localhost:4000/webhooks'
  return parsedUrl.username || parsedUrl.password ? withoutPassword : null
}

/** The valid part of the stored text, because storage can contain anything. */
export function readSavedTargets(text: string | null): SavedTarget[] {
  const list = parsed(text)
  const kept = new Map<string, SavedTarget>()
  for (const each of Array.isArray(list) ? list : []) {
    if (isSavedTarget(each) && kept.size < SAVED_TARGETS_MAX) kept.set(each.id, pickTarget(each))
  }
  return [...kept.values()]
}

function pickTarget({ id, name, url, headerChanges }: SavedTarget): SavedTarget {
  return { id, name, url, headerChanges }
}

function isSavedTarget(each: unknown): each is SavedTarget {
  if (typeof each !== 'object' || each === null) return false
  const { id, name, url, headerChanges } = each as Record<string, unknown>
  return (
    isText(id, 40) &&
    isText(name, TARGET_NAME_CHARS_MAX) &&
    isText(url, URL_CHARS_MAX) &&
    urlFault(url) === null &&
    Array.isArray(headerChanges) &&
    headerChanges.length <= HEADER_CHANGES_MAX &&
    headerChanges.every(isHeaderChange)
  )
}

function isHeaderChange(change: unknown): change is HeaderChange {
  if (!Array.isArray(change) || change.length !== 2) return false
  const [name, value] = change as unknown[]
  return isText(name, 256) && isHeaderName(name) && (value === null || (typeof value === 'string' && isHeaderValue(value)))
}

function isText(value: unknown, charsMax: number): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= charsMax
}

function parsed(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]')
  } catch {
    return []
  }
}
