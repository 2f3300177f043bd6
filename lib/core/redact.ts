import type { BinResponse } from './bin'
import type { Capture, CapturePatch, CaptureSummary, Sender } from './capture'
import { type EncodedBytes, encodeBytes } from './content'
import type { Delivery, DeliverySummary } from './delivery'
import { headerValue, type RawHeaders } from './headers'
import { redactFields, redactPath } from './redact-fields'
import { redactJson } from './redact-json'
import { isSecretName, REDACTED } from './redact-names'
import { redactText } from './redact-text'

// What a viewer of a `redacted` share sees: everything but credentials. It hides what gives access to something, not personal data.

/** A longer body is withheld: taking it apart would keep everybody else waiting. */
const BODY_CHARS_MAX = 1_048_576

/** What became of a body: `masked` is JSON or a form without its credentials, `withheld` is any other that is not empty. */
export type RedactedBody = Pick<Capture, 'body'> & { bodyShown: 'masked' | 'withheld' }

export function redactSummary<T extends CaptureSummary>(summary: T): T {
  return {
    ...summary,
    path: redactPath(summary.path),
    query: summary.query === null ? null : redactFields(summary.query),
    contentType: summary.contentType === null ? null : redactText(summary.contentType),
    userAgent: summary.userAgent === null ? null : redactText(summary.userAgent),
    note: redactNote(summary.note),
    messageId: redactMessageId(summary.messageId),
    bodyCrc32: null, // 32 bits of what the body hides
    sender: summary.sender && redactSender(summary.sender),
  }
}

export function redactPatch({ note, ...patch }: CapturePatch): CapturePatch {
  return note === undefined ? patch : { ...patch, note: redactNote(note) }
}

/** Two that are hidden would look like one. */
function redactMessageId(messageId: string | null): string | null {
  return messageId !== null && redactText(messageId) === messageId ? messageId : null
}

function redactNote(note: string | null): string | null {
  return note === null ? null : redactText(note)
}

/** What it is about comes out of the body. */
function redactSender({ event, ...rest }: Sender): Sender {
  return { ...rest, event: event === null ? null : redactText(event), summary: null }
}

/** Size and hash stay: they are those of the bytes that are stored, not of what is shown here. */
export function redactCapture(capture: Capture): Capture {
  return {
    ...redactSummary(capture),
    url: redactTarget(capture.url),
    headers: redactHeaders(capture.headers),
    trailers: redactHeaders(capture.trailers),
    ...redactBody(capture.body, capture.headers),
  }
}

export function redactDelivery(delivery: Delivery): Delivery {
  const { body } = redactBody(delivery.responseBody, delivery.responseHeaders)
  return { ...redactDeliverySummary(delivery), responseBody: { ...body, truncated: delivery.responseBody.truncated } }
}

export function redactDeliverySummary<T extends DeliverySummary>(delivery: T): T {
  return {
    ...delivery,
    url: redactTarget(delivery.url),
    requestHeaders: redactHeaders(delivery.requestHeaders),
    responseHeaders: redactHeaders(delivery.responseHeaders),
    error: delivery.error && { ...delivery.error, message: redactText(delivery.error.message) },
  }
}

/** The reply that the bin's owner set up. */
export function redactResponse(response: BinResponse): BinResponse {
  if (response.body === null) return { ...response, headers: redactHeaders(response.headers) }
  const { body } = redactBody({ encoding: 'utf8', data: response.body }, response.headers)
  return { ...response, headers: redactHeaders(response.headers), body: body.data }
}

export function redactHeaders(headers: RawHeaders): [string, string][] {
  return headers.map(([name, value]) => [redactText(name), redactHeaderValue(name, value)])
}

function redactHeaderValue(name: string, value: string): string {
  if (value === '') return value
  if (isSecretName(name, 'header')) return REDACTED
  return redactJson(value) ?? redactText(value)
}

/** JSON counts by its content: AWS SNS calls it `text/plain`. A form needs its type: any text could be read as one. */
export function redactBody({ encoding, data }: EncodedBytes, headers: RawHeaders): RedactedBody {
  if (data === '') return { body: { encoding, data }, bodyShown: 'masked' }
  const clean =
    encoding === 'utf8' && data.length <= BODY_CHARS_MAX ? redactedText(data, headerValue(headers, 'content-type') ?? '') : null
  if (clean === null) return { body: { encoding: 'utf8', data: '' }, bodyShown: 'withheld' }
  return { body: encodeBytes(new TextEncoder().encode(clean)), bodyShown: 'masked' }
}

function redactedText(text: string, contentType: string): string | null {
  if (/^application\/x-www-form-urlencoded\s*(?:;|$)/i.test(contentType.trim())) return redactFields(text)
  return redactJson(text)
}

/** A request target or a URL: scheme and host by shape, path by segment, query by name. */
function redactTarget(target: string): string {
  const mark = target.search(/[?#]/)
  const path = mark < 0 ? target : target.slice(0, mark)
  const [, origin, rest] = /^([a-z][a-z0-9+.-]*:\/\/[^/]*)?([\s\S]*)$/i.exec(path)!
  const tail = mark < 0 ? '' : target[mark]! + redactFields(target.slice(mark + 1))
  return redactText(origin ?? '') + redactPath(rest!) + tail
}
