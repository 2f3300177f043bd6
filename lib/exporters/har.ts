import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { headerValue } from '#lib/core/headers'
import type { Archive } from './archive'
import { mapLazily } from './map-lazily'

type NameValue = { name: string; value: string }

/**
 * HAR has no field for a binary request body. We use HTTP Toolkit's `_content`, as the format allows custom fields. If the base64 were in
 * `postData`, other programs would show it as the body.
 */
type HarBody =
  | { postData: { mimeType: string; text: string } }
  | { _content: { mimeType: string; size: number; encoding: 'base64'; text: string } }

/** An entry of HAR 1.2. Fields with an underscore are custom: with them, an import restores what HAR has no field for. */
export type HarEntry = {
  pageref: typeof PAGE_ID
  startedDateTime: string
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: NameValue[]
    headers: NameValue[]
    queryString: NameValue[]
    headersSize: -1
    bodySize: number
  } & Partial<HarBody>
  response: {
    status: number
    statusText: ''
    httpVersion: ''
    cookies: []
    headers: []
    content: { size: 0; mimeType: 'x-unknown' }
    redirectURL: ''
    headersSize: -1
    bodySize: -1
    comment: string
  }
  cache: Record<string, never>
  timings: { send: number; wait: 0; receive: 0 }
  _id: string
  _seq: number
  _remoteAddress: string
  _pinned?: true
  _note?: string
  _trailers?: NameValue[]
  _truncatedFrom?: number
  _aborted?: true
}

const PAGE_ID = 'creel'
/** Some readers treat 0 as "no time" and reject the entry. */
const TIME_MS_MIN = 0.001

/** @see http://www.softwareishard.com/blog/har-12-spec/ */
export const har: Archive = {
  id: 'har',
  label: 'HAR 1.2',
  extension: 'har',
  contentType: 'application/json',
  async *write(steps, { origin }) {
    let first = true
    for await (const captures of steps) {
      yield mapLazily(captures, (capture) => {
        const before = first ? harStart(capture.receivedAt) : ','
        first = false
        return `${before}\n${JSON.stringify(harEntry(capture, origin))}`
      })
    }
    yield [first ? harStart(new Date(0).toISOString()) : '', '\n]}}\n']
  },
}

/** Firefox and Safari reject a file without a page. All entries refer to a single page, which starts with the first entry. */
function harStart(startedDateTime: string): string {
  const page = { startedDateTime, id: PAGE_ID, title: 'Creel', pageTimings: { onContentLoad: -1, onLoad: -1 } }
  return `{"log":{"version":"1.2","creator":{"name":"Creel","version":"1"},"pages":[${JSON.stringify(page)}],"entries":[`
}

export function harEntry(capture: Capture, origin: string): HarEntry {
  const time = Math.max(TIME_MS_MIN, capture.durationMs)
  return {
    pageref: PAGE_ID,
    startedDateTime: capture.receivedAt,
    time,
    request: harRequest(capture, origin),
    response: { ...NO_RESPONSE, status: capture.reply?.status ?? 0 },
    cache: {},
    timings: { send: time, wait: 0, receive: 0 },
    _id: capture.id,
    _seq: capture.seq,
    _remoteAddress: capture.remoteAddress,
    ...(capture.pinned ? { _pinned: true } : {}),
    ...(capture.note === null ? {} : { _note: capture.note }),
    ...(capture.trailers.length > 0 ? { _trailers: capture.trailers.map(nameValue) } : {}),
    ...(capture.truncated ? { _truncatedFrom: capture.bodySize } : {}),
    ...(capture.aborted ? { _aborted: true } : {}),
  }
}

const NO_RESPONSE: HarEntry['response'] = {
  status: 0,
  statusText: '',
  httpVersion: '',
  cookies: [],
  headers: [],
  content: { size: 0, mimeType: 'x-unknown' },
  redirectURL: '',
  headersSize: -1,
  bodySize: -1,
  comment: "Of the capture URL's reply, only the status is stored.",
}

function harRequest(capture: Capture, origin: string): HarEntry['request'] {
  return {
    method: capture.method,
    url: capture.url.startsWith('/') ? origin + capture.url : capture.url,
    httpVersion: `HTTP/${capture.httpVersion}`,
    cookies: harCookies(headerValue(capture.headers, 'cookie')),
    headers: capture.headers.map(nameValue),
    queryString: harQuery(capture.query),
    ...harBody(capture),
    headersSize: -1,
    bodySize: capture.bodySize,
  }
}

function harBody({ body, contentType }: Capture): Partial<HarBody> {
  const mimeType = contentType ?? 'application/octet-stream'
  const { encoding, data } = body
  if (data === '') return {}
  if (encoding === 'utf8') return { postData: { mimeType, text: data } }
  return { _content: { mimeType, size: decodeBytes(body).byteLength, encoding, text: data } }
}

function nameValue([name, value]: readonly [string, string]): NameValue {
  return { name, value }
}

function harQuery(query: string | null): NameValue[] {
  return Array.from(new URLSearchParams(query ?? ''), nameValue)
}

function harCookies(header: string | null): NameValue[] {
  const pairs = (header ?? '').split(';').filter((pair) => pair.includes('='))
  return pairs.map((pair) => {
    const [name, ...value] = pair.split('=')
    return { name: name!.trim(), value: value.join('=').trim() }
  })
}
