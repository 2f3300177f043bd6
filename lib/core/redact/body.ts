import type { Capture } from '../capture'
import { type EncodedBytes, encodeBytes } from '../content'
import { FORM_TYPE, mediaType, parseContentType } from '../content-type'
import { headerValue, type RawHeaders } from '../headers'
import { redactForm } from './fields'
import { redactJson } from './json'
import { type Budget, newBudget, type Steps, UnreadableError } from './steps'
import { redactValue } from './text'

/** A longer body is withheld. */
const BODY_CHARS_MAX = 1_048_576
/** Charsets in which an ASCII byte always is that ASCII character. */
const PLAIN_CHARSETS = /^(?:utf-?8|us-ascii|ascii|iso-8859-1|latin1|windows-1252)$/i

/** `masked`: JSON or a form without its credentials, or an empty body. `withheld`: any other body. */
export type RedactedBody = Pick<Capture, 'body' | 'withheldReason'> & { bodyShown: 'masked' | 'withheld' }

/** A body that cannot be read completely is withheld entirely. */
export function* redactBody({ encoding, data }: EncodedBytes, headers: RawHeaders): Steps<RedactedBody> {
  if (data === '') return { body: { encoding, data }, bodyShown: 'masked' }
  try {
    if (encoding !== 'utf8' || !isPlain(headers)) throw new UnreadableError('unreadable')
    if (data.length > BODY_CHARS_MAX) throw new UnreadableError('too_large')
    const clean = yield* readBody(data, headerValue(headers, 'content-type') ?? '', newBudget(data.length))
    return { body: encodeBytes(new TextEncoder().encode(clean)), bodyShown: 'masked' }
  } catch (error) {
    if (!(error instanceof UnreadableError)) throw error
    return { body: { encoding: 'utf8', data: '' }, bodyShown: 'withheld', withheldReason: error.reason }
  }
}

/** JSON is recognised by its content, because AWS SNS sends it as `text/plain` and curl as a form. A form is recognised by its type. */
function* readBody(text: string, contentType: string, budget: Budget): Steps<string> {
  const json = yield* redactJson(text, { wrappings: 0, redactString: redactValue }, budget)
  if (json !== null) return json
  if (mediaType(contentType) === FORM_TYPE) return yield* redactForm(text, budget)
  throw new UnreadableError('unreadable')
}

function isPlain(headers: RawHeaders): boolean {
  const encoding = headerValue(headers, 'content-encoding') ?? ''
  const charset = parseContentType(headerValue(headers, 'content-type')).parameters.get('charset')
  return /^\s*(?:identity)?\s*$/i.test(encoding) && (charset === undefined || PLAIN_CHARSETS.test(charset))
}
