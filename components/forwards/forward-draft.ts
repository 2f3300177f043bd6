import { CallError } from '#lib/client/call-error'
import type { InputOf } from '#lib/client/calls'
import type { ErrorCode } from '#lib/core/errors'
import { type Forward, type ForwardOrder, RETRY_DEFAULT } from '#lib/core/forward/forward'
import { durationMs, readForwardRate } from '#lib/core/forward/retry'
import type { ForwardPath } from '#lib/core/forward-url'
import { parseChangeLines, toChangeLines } from '#lib/core/header-lines'
import { LIMITS } from '#lib/core/limits'
import { visibleText } from '#lib/core/visible-text'
import { explain } from '../api'
import { urlFault } from '../resend/target'

/** A forward as typed in the form. */
export type ForwardDraft = {
  url: string
  /** Empty: the URL's host. */
  name: string
  q: string
  path: ForwardPath
  order: ForwardOrder
  concurrency: string
  /** Empty: no limit. */
  rate: string
  /** Empty: nothing is signed again. */
  secretId: string
  /** One change per line. */
  headerChanges: string
  /** Durations, separated by spaces or commas. */
  schedule: string
  giveUpAfter: string
}

export type DraftFaults = Partial<Record<keyof ForwardDraft, string>>

type Settings = InputOf<'createForward'>['body']

const NEW = {
  url: '',
  name: '',
  q: null,
  path: 'keep',
  order: 'none',
  concurrency: 4,
  rate: null,
  sign: null,
  headerChanges: [],
  retry: RETRY_DEFAULT,
} as const

/** null: a new forward. */
export function draftOf(forward: Forward | null): ForwardDraft {
  const { q, rate, sign, headerChanges, retry, concurrency, url, name, path, order } = forward ?? NEW
  return {
    url,
    name,
    path,
    order,
    q: q ?? '',
    concurrency: String(concurrency),
    rate: rate ?? '',
    secretId: sign?.secretId ?? '',
    headerChanges: toChangeLines(headerChanges),
    schedule: retry.schedule.join(' '),
    giveUpAfter: retry.giveUpAfter,
  }
}

/** Faults that can be found without the server. `FilterField` checks the filter. */
export function draftFaults({ url, concurrency, rate, headerChanges, schedule, giveUpAfter }: ForwardDraft): DraftFaults {
  const faults = {
    url:
      url.trim() === ''
        ? 'Enter a URL, such as https://staging.example.com/webhooks'
        : urlFault(url, 'Remove the user name and password, and set an Authorization header under “More”'),
    concurrency: isCount(concurrency) ? null : 'A whole number from 1 to 100',
    rate: rate.trim() === '' || readForwardRate(rate.trim()) ? null : 'A count and a time, such as 10/1s or 600/1m',
    headerChanges: parseChangeLines(headerChanges).error,
    schedule: words(schedule).length > 0 && words(schedule).every(isDuration) ? null : `Durations, such as ${SCHEDULE_EXAMPLE}`,
    giveUpAfter: isDuration(giveUpAfter.trim()) ? null : 'A duration, such as 24h or 7d',
  }
  return Object.fromEntries(Object.entries(faults).filter(([, fault]) => fault !== null))
}

export const SCHEDULE_EXAMPLE = '1s 30s 10m 1h'

/** The settings for the API. The draft must have no faults. `jitter` cannot be edited here and is kept. */
export function settingsOf(draft: ForwardDraft, jitter: number = RETRY_DEFAULT.jitter): Settings {
  const { url, name, q, path, order, concurrency, rate, secretId, headerChanges, schedule, giveUpAfter } = draft
  return {
    url,
    name: name.trim() || new URL(url).host.slice(0, LIMITS.labelCharsMax),
    q: q.trim() || null,
    path,
    order,
    concurrency: Number(concurrency),
    rate: rate.trim() || null,
    sign: secretId === '' ? null : { secretId },
    headerChanges: parseChangeLines(headerChanges).headers ?? [],
    retry: { schedule: words(schedule), jitter, giveUpAfter: giveUpAfter.trim() },
  }
}

/** Only the fields that differ, because sending the URL again would close an open circuit. */
export function changedSettings(draft: ForwardDraft, forward: Forward): InputOf<'updateForward'>['body'] {
  const { jitter } = forward.retry
  const before: Record<string, unknown> = settingsOf(draftOf(forward), jitter)
  const changed = Object.entries(settingsOf(draft, jitter)).filter(
    ([field, value]) => JSON.stringify(value) !== JSON.stringify(before[field]),
  )
  return Object.fromEntries(changed)
}

/** Why a forward was not saved: faults by field, and `why` for everything else. */
export type Refusal = { faults: DraftFaults; why: string | null }

export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof CallError)) return { faults: {}, why: explain(error) }
  const field = FIELD_OF_CODE[error.code]
  if (field) return { faults: { [field]: visibleText(error.message) }, why: null }
  const placed = error.errors.map(({ path, message }) => ({ field: fieldOf(path), message }))
  if (placed.length > 0 && placed.every((each) => each.field !== null)) {
    return { faults: Object.fromEntries(placed.map((each) => [each.field, visibleText(sentence(each.message))])), why: null }
  }
  return { faults: {}, why: explain(error) }
}

const FIELD_OF_CODE: Partial<Record<ErrorCode | 'unreachable', keyof ForwardDraft>> = {
  target_forbidden: 'url',
  secret_not_found: 'secretId',
}

/** `retry.schedule.0` belongs to the field `schedule`. */
function fieldOf(path: string): keyof ForwardDraft | null {
  const [first = '', second] = path.split('.')
  const field = first === 'retry' ? second : first === 'sign' ? 'secretId' : first
  return field !== undefined && Object.hasOwn(draftOf(null), field) ? (field as keyof ForwardDraft) : null
}

/** `is not …` → `It is not …`. */
function sentence(message: string): string {
  return /^[a-z]/.test(message) ? `It ${message}` : message
}

const words = (text: string) => text.split(/[\s,]+/).filter((word) => word !== '')
const isDuration = (text: string) => durationMs(text) !== null

function isCount(text: string): boolean {
  const count = Number(text)
  return text.trim() !== '' && Number.isInteger(count) && count >= 1 && count <= 100
}
