import type { Bin, BinResponse } from '#lib/core/bin'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import type { EncodedBytes } from '#lib/core/content'
import type { Delivery } from '#lib/core/delivery'
import type { ErrorCode, FieldError, Problem } from '#lib/core/errors'
import type { FeedPage } from '#lib/core/feed'
import type { HeaderChange, RawHeaders } from '#lib/core/headers'
import { LIMITS } from '#lib/core/limits'
import type { Refusal } from '#lib/core/refusal'
import type { Share, ShareShow } from '#lib/core/share'
import type { TimelineAnswer } from '#lib/core/timeline/timeline'

// The REST calls that the pages make. The cookie says who calls.

/** A call that was refused (`code` of the problem document) or could not be made (`unreachable`). `message` is for people. */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    readonly code: ErrorCode | 'unreachable',
    message: string,
    readonly errors: readonly FieldError[] = [],
    /** What `retry-after` asks for; null where it does not. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }
}

/** What a person is told of a failed call. */
export function explain(error: unknown): string {
  if (!(error instanceof CallError)) return 'Something went wrong in this page. Reload it and try again.'
  const fields = error.errors.map(({ path, message }) => `${path}: ${message}`)
  return fields.length > 0 ? fields.join('. ') : error.message
}

export type BinWish = { name?: string | null; response?: Partial<BinResponse> | null }
export type ResendWish = {
  url: string
  method?: string
  headers?: RawHeaders
  headerChanges?: readonly HeaderChange[]
  body?: EncodedBytes
}

export const createBin = () => call<Bin & { accessKey?: string }>('POST', '/bins', {})
export const updateBin = (bin: string, wish: BinWish) => call<Bin>('PATCH', binPath(bin), wish)
export const deleteBin = (bin: string) => call<void>('DELETE', binPath(bin))
export const startSession = (accessKey: string) => call<void>('POST', '/session', { accessKey })
export const endSession = () => call<void>('DELETE', '/session')

export function listCaptures(bin: string, page: { limit: number; before?: number }, signal?: AbortSignal): Promise<FeedPage> {
  const query = new URLSearchParams({ limit: String(page.limit) })
  if (page.before !== undefined) query.set('before', String(page.before))
  return call<FeedPage>('GET', `${binPath(bin)}/captures?${query}`, undefined, { signal })
}

/** The captures that match the filter `q`. A page may hold few or none and yet have a `nextBefore`: the bin is read in steps. */
export function searchCaptures(
  bin: string,
  q: string,
  edge: { before?: number; after?: number },
  signal?: AbortSignal,
): Promise<Omit<FeedPage, 'total'> & { nextAfter: number | null }> {
  const query = new URLSearchParams({ q }) // as many as a page has by default: a screen and more
  if (edge.before !== undefined) query.set('before', String(edge.before))
  if (edge.after !== undefined) query.set('after', String(edge.after))
  return call('GET', `${binPath(bin)}/captures?${query}`, undefined, { signal })
}

/** One answer about a bin's arrivals over time; times are milliseconds since 1970. `q` empty: all captures. */
export async function getTimeline(
  bin: string,
  { q, ...range }: { q: string; bucket?: number; before?: number; after?: number },
  signal?: AbortSignal,
): Promise<TimelineAnswer> {
  const query = new URLSearchParams(q === '' ? {} : { q })
  for (const [name, value] of Object.entries(range)) query.set(name, String(value))
  const answer = await call<TimelineJson>('GET', `${binPath(bin)}/timeline?${query}`, undefined, { signal })
  const time = (iso: string | null) => (iso === null ? null : Date.parse(iso))
  const buckets = answer.buckets.map(({ at, ...rest }) => ({ at: Date.parse(at), ...rest }))
  return { ...answer, buckets, firstAt: time(answer.firstAt), lastAt: time(answer.lastAt) }
}

type TimelineJson = Omit<TimelineAnswer, 'buckets' | 'firstAt' | 'lastAt'> & {
  buckets: (Omit<TimelineAnswer['buckets'][number], 'at'> & { at: string })[]
  firstAt: string | null
  lastAt: string | null
}

export const clearCaptures = (bin: string) => call<void>('DELETE', `${binPath(bin)}/captures`)
export const getCapture = (bin: string, capture: string, signal?: AbortSignal) =>
  call<Capture>('GET', capturePath(bin, capture), undefined, { signal })
/** As a page opens it: a long body is left out (`bodyShown: 'omitted'`), and the viewers' worker fetches it from `bodyUrl`. */
export const openCapture = (bin: string, capture: string, signal?: AbortSignal) =>
  call<Capture>('GET', `${capturePath(bin, capture)}?bodyMax=${LIMITS.pageBodyBytesMax}`, undefined, { signal })
/** Pins it or lets it go, writes a note beside it (null: none). */
export const updateCapture = (bin: string, capture: string, patch: { pinned?: boolean; note?: string | null }) =>
  call<CaptureSummary>('PATCH', capturePath(bin, capture), patch)
/** `keepalive`: it is made although the page is being left. */
export const deleteCapture = (bin: string, capture: string, keepalive = false) =>
  call<void>('DELETE', capturePath(bin, capture), undefined, { keepalive })
export const bodyUrl = (bin: string, capture: string) => `/api/v1${capturePath(bin, capture)}/body`

export const listDeliveries = (bin: string, capture: string, signal?: AbortSignal) =>
  call<{ deliveries: Delivery[] }>('GET', `${capturePath(bin, capture)}/deliveries`, undefined, { signal })
export const resendCapture = (bin: string, capture: string, wish: ResendWish, signal?: AbortSignal) =>
  call<Delivery>('POST', `${capturePath(bin, capture)}/resend`, wish, { signal })

export type CreatedShare = Omit<Share, 'lastUsedAt'> & { url: string; token: string }
export const createShare = (bin: string, wish: { captureId?: string; ttlSeconds: number; show: ShareShow }) =>
  call<CreatedShare>('POST', `${binPath(bin)}/shares`, wish)
export const listShares = (bin: string) => call<{ shares: Share[] }>('GET', `${binPath(bin)}/shares`)
export const revokeShare = (bin: string, share: string) =>
  call<void>('DELETE', `${binPath(bin)}/shares/${encodeURIComponent(share)}`)
export const listRefusals = (bin: string, signal?: AbortSignal) =>
  call<{ refusals: Refusal[] }>('GET', `${binPath(bin)}/refusals`, undefined, { signal })

const binPath = (bin: string) => `/bins/${encodeURIComponent(bin)}`
const capturePath = (bin: string, capture: string) => `${binPath(bin)}/captures/${encodeURIComponent(capture)}`

/** What was imported of a file, and what was not: `path` is `line 3` or `log.entries.2`. */
export type ImportReport = { imported: number; skippedCount: number; skipped: FieldError[] }
export async function importCaptures(bin: string, file: Blob, contentType: string): Promise<ImportReport> {
  const headers = { 'content-type': contentType }
  const response = await send(`/api/v1${binPath(bin)}/import`, { method: 'POST', headers, body: file })
  if (!response.ok) throw await refusal(response)
  return (await response.json()) as ImportReport
}

async function call<T>(method: string, path: string, body?: unknown, init: RequestInit = {}): Promise<T> {
  const response = await send(`/api/v1${path}`, {
    ...init,
    method,
    ...(body === undefined ? {} : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  })
  if (response.ok) return response.status === 204 ? (undefined as T) : ((await response.json()) as T)
  throw await refusal(response)
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init)
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new CallError('unreachable', 'The server cannot be reached. Check that it runs, then try again.')
  }
}

async function refusal(response: Response): Promise<CallError> {
  try {
    const problem = (await response.json()) as Problem
    return new CallError(problem.code, problem.detail, problem.errors, retryAfterMs(response))
  } catch {
    return new CallError('internal', `The server answered ${response.status} and did not say why.`)
  }
}

/** In seconds, as the server gives it; a date, which a proxy may give, is passed over. */
function retryAfterMs({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null
}
