import type { Capture } from '#lib/core/capture'
import { headerValue } from '#lib/core/headers'
import type { Archive } from './archive'

type NameValue = { name: string; value: string }

/** `_encoding` is a field of ours, as the format allows: HAR has no word for a request body that is not text. */
export type HarPostData = { mimeType: string; text: string; _encoding?: 'base64' }

/** An entry of HAR 1.2. Fields with an underscore are ours and bring back what HAR has no place for. */
export type HarEntry = {
  startedDateTime: string
  time: number
  request: {
    method: string
    url: string
    httpVersion: string
    cookies: NameValue[]
    headers: NameValue[]
    queryString: NameValue[]
    postData?: HarPostData
    headersSize: -1
    bodySize: number
  }
  response: {
    status: 0
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
}

const encoder = new TextEncoder()

/** @see http://www.softwareishard.com/blog/har-12-spec/ */
export const har: Archive = {
  id: 'har',
  label: 'HAR 1.2',
  extension: 'har',
  contentType: 'application/json',
  async *write(captures, { origin }) {
    yield encoder.encode('{"log":{"version":"1.2","creator":{"name":"Creel","version":"1"},"entries":[')
    let first = true
    for await (const capture of captures) {
      yield encoder.encode(`${first ? '' : ','}\n${JSON.stringify(harEntry(capture, origin))}`)
      first = false
    }
    yield encoder.encode('\n]}}\n')
  },
}

export function harEntry(capture: Capture, origin: string): HarEntry {
  return {
    startedDateTime: capture.receivedAt,
    time: capture.durationMs,
    request: harRequest(capture, origin),
    response: NO_RESPONSE,
    cache: {},
    timings: { send: capture.durationMs, wait: 0, receive: 0 },
    _id: capture.id,
    _seq: capture.seq,
    _remoteAddress: capture.remoteAddress,
    ...(capture.pinned ? { _pinned: true } : {}),
    ...(capture.note === null ? {} : { _note: capture.note }),
    ...(capture.trailers.length > 0 ? { _trailers: capture.trailers.map(nameValue) } : {}),
    ...(capture.truncated ? { _truncatedFrom: capture.bodySize } : {}),
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
  comment: 'The reply of the capture URL is not stored.',
}

function harRequest(capture: Capture, origin: string): HarEntry['request'] {
  const { body, contentType } = capture
  const mimeType = contentType ?? 'application/octet-stream'
  const binary = body.encoding === 'base64' ? { _encoding: 'base64' as const } : {}
  return {
    method: capture.method,
    url: capture.url.startsWith('/') ? origin + capture.url : capture.url,
    httpVersion: `HTTP/${capture.httpVersion}`,
    cookies: harCookies(headerValue(capture.headers, 'cookie')),
    headers: capture.headers.map(nameValue),
    queryString: harQuery(capture.query),
    ...(body.data === '' ? {} : { postData: { mimeType, text: body.data, ...binary } }),
    headersSize: -1,
    bodySize: capture.bodySize,
  }
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
