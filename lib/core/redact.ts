import type { BinResponse } from './bin'
import type { Capture, CaptureSummary, CaptureUpdate, Sender } from './capture'
import type { Delivery, DeliverySummary } from './delivery'
import type { GateName } from './gate-name'
import type { RawHeaders } from './headers'
import { redactBody } from './redact/body'
import { redactQuery } from './redact/fields'
import { hideGateHeader, hideGateInTarget, hideGateParameter } from './redact/gate'
import { isSecretField, isSecretName, REDACTED } from './redact/names'
import type { Steps } from './redact/steps'
import { redactPath, redactTarget } from './redact/target'
import { redactText } from './redact/text'

// What a reader of a `redacted` share sees: everything except credentials. It hides what gives access to something, not personal data.
// Text that cannot be read completely is withheld. `gate`: where the bin expects its own credentials; null: nowhere, or in `Authorization`.

export function redactSummary<T extends CaptureSummary>(summary: T, gate: GateName | null): T {
  return {
    ...summary,
    path: redactPath(summary.path),
    query: summary.query === null ? null : redactQuery(hideGateParameter(summary.query, gate)),
    contentType: isGateHeader('content-type', gate) ? REDACTED : orNull(summary.contentType, redactText),
    userAgent: isGateHeader('user-agent', gate) ? REDACTED : orNull(summary.userAgent, redactText),
    note: orNull(summary.note, redactText),
    messageId: redactMessageId(summary.messageId, gate),
    bodyCrc32: null, // it would reveal 32 bits about the hidden part of the body
    sender: redactSender(summary.sender, gate),
  }
}

export function redactPatch<T extends CaptureUpdate>(patch: T, gate: GateName | null): T {
  return {
    ...patch,
    ...(patch.note === undefined ? {} : { note: orNull(patch.note, redactText) }),
    ...(patch.messageId === undefined ? {} : { messageId: redactMessageId(patch.messageId, gate) }),
    ...(patch.sender === undefined ? {} : { sender: redactSender(patch.sender, gate) }),
  }
}

function orNull(text: string | null, redact: (text: string) => string): string | null {
  return text === null ? null : redact(text)
}

function isGateHeader(name: string, gate: GateName | null): boolean {
  return gate?.type === 'header' && gate.name.toLowerCase() === name
}

/** Event and message id may be the value of the header that the bin requires, if its name is not a credential's: they are not shown then. */
function mayBeGate(gate: GateName | null): boolean {
  return gate?.type === 'header' && !isSecretName(gate.name, 'header')
}

/** null instead of a masked id, because two masked ids would look like the same message. */
function redactMessageId(messageId: string | null, gate: GateName | null): string | null {
  if (mayBeGate(gate)) return null
  return messageId !== null && redactText(messageId) === messageId ? messageId : null
}

/** The event may come from the body, so it is masked like text. The summary is dropped: it is personal, and may come from any field. */
function redactSender(sender: Sender | null, gate: GateName | null): Sender | null {
  return sender && { ...sender, event: mayBeGate(gate) ? null : orNull(sender.event, redactText), summary: null }
}

/**
 * The size is kept. The hash is that of the stored bytes: somebody who knows everything except a short secret could guess the secret from it,
 * so it is removed if anything is hidden.
 */
export function* redactCapture(capture: Capture, gate: GateName | null): Steps<Capture> {
  const summary = redactSummary(capture, gate)
  const url = redactTarget(hideGateInTarget(capture.url, gate))
  const headers = redactHeaders(hideGateHeader(capture.headers, gate))
  const trailers = redactHeaders(hideGateHeader(capture.trailers, gate))
  yield
  const shown = yield* redactBody(capture.body, capture.headers)
  const whole =
    shown.body.data === capture.body.data &&
    url === capture.url &&
    summary.note === capture.note &&
    sameHeaders(headers, capture.headers) &&
    sameHeaders(trailers, capture.trailers)
  return { ...summary, url, headers, trailers, ...shown, bodySha256: whole ? capture.bodySha256 : null }
}

function sameHeaders(a: RawHeaders, b: RawHeaders): boolean {
  return a.every(([name, value], i) => b[i]![0] === name && b[i]![1] === value)
}

export function* redactDelivery(delivery: Delivery, gate: GateName | null): Steps<Delivery> {
  const summary = redactDeliverySummary(delivery, gate)
  yield
  const { body } = yield* redactBody(delivery.responseBody, delivery.responseHeaders)
  return { ...summary, responseBody: { ...body, truncated: delivery.responseBody.truncated } }
}

export function redactDeliverySummary<T extends DeliverySummary>(delivery: T, gate: GateName | null): T {
  return {
    ...delivery,
    url: redactTarget(hideGateInTarget(delivery.url, gate)),
    requestHeaders: redactHeaders(hideGateHeader(delivery.requestHeaders, gate)),
    responseHeaders: redactHeaders(delivery.responseHeaders),
    error: delivery.error && { ...delivery.error, message: redactText(delivery.error.message) },
  }
}

/** Redacts the response that the bin's owner configured. */
export function* redactResponse(response: BinResponse): Steps<BinResponse> {
  const headers = redactHeaders(response.headers)
  if (response.body === null) return { ...response, headers }
  const { body } = yield* redactBody({ encoding: 'utf8', data: response.body }, response.headers)
  return { ...response, headers, body: body.data }
}

export function redactHeaders(headers: RawHeaders): [string, string][] {
  return headers.map(([name, value]) => [redactText(name), redactHeaderValue(name, value)])
}

function redactHeaderValue(name: string, value: string): string {
  if (value === '') return value
  if (isSecretField(name, value, 'header')) return REDACTED
  return /^\s*\/[^\s/]/.test(value) ? redactTarget(value) : redactText(value)
}
