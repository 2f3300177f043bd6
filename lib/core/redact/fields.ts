import { percentDecoded } from './encodings'
import { groupsOfSecrets, isValueIn } from './named-pairs'
import { isSecretField, isSecretName, REDACTED } from './names'
import { finish, newReading, pauseIsDue, type Reading, type Steps, spend, Unread } from './steps'
import { redactValue, SHORT_CHARS_MAX } from './text'

/** Cost of splitting a pair, in characters of the budget. */
const PAIR_CHARS = 8

/** Redacts a query, `name=value` joined by `&` (or `;`). Everything that is not a credential keeps its exact spelling. */
export function redactQuery(text: string): string {
  if (text.length > SHORT_CHARS_MAX) return REDACTED
  try {
    return finish(redactFields(text, newReading(text.length)))
  } catch (error) {
    if (error instanceof Unread) return REDACTED
    throw error
  }
}

/** Redacts a form body. @throws {Unread} if it is not a form: `<xml a="b">`, broken JSON, YAML */
export function* redactForm(text: string, reading: Reading): Steps<string> {
  const compact = text.trimEnd()
  if (!compact.includes('=') || /[\p{Cc}<>"{}\\^`]/u.test(compact)) throw new Unread('unreadable')
  return yield* redactFields(text, reading)
}

export function* redactFields(text: string, reading: Reading): Steps<string> {
  const parts: string[] = []
  const groups = yield* groupsOfSecrets(text, reading)
  let unchanged = 0 // the text up to this offset is in `parts`
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('&', at)
    const end = next < 0 ? text.length : next
    if (end > at) {
      const piece = text.slice(at, end)
      const clean = yield* redactPiece(piece, groups, reading)
      if (clean !== piece) {
        parts.push(text.slice(unchanged, at), clean)
        unchanged = end
      }
    }
    spend(reading, end - at + PAIR_CHARS)
    if (pauseIsDue(reading)) yield
    at = end + 1
  }
  parts.push(text.slice(unchanged))
  return parts.join('')
}

/** Some programs also split at `;`, so the credential must be hidden either way. */
function* redactPiece(piece: string, groups: ReadonlySet<string>, reading: Reading): Steps<string> {
  if (!piece.includes(';') || isSecretPair(piece) || looksLikeJson(percentDecoded(piece.slice(piece.indexOf('=') + 1)))) {
    return yield* redactPair(piece, groups, reading)
  }
  const clean: string[] = []
  for (const part of piece.split(';')) {
    spend(reading, PAIR_CHARS)
    if (pauseIsDue(reading)) yield
    clean.push(yield* redactPair(part, groups, reading))
  }
  return clean.join(';')
}

function isSecretPair(pair: string): boolean {
  const equals = pair.indexOf('=')
  return equals >= 0 && isSecretName(percentDecoded(pair.slice(0, equals)), 'field')
}

function* redactPair(pair: string, groups: ReadonlySet<string>, reading: Reading): Steps<string> {
  const equals = pair.indexOf('=')
  if (equals < 0) return yield* redactEncoded(pair, reading)
  const name = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  const cleanName = yield* redactEncoded(name, reading)
  const isSecret = isSecretField(fullyDecoded(name), percentDecoded(value), 'field') || isValueIn(groups, name)
  if (value !== '' && isSecret) return `${cleanName}=${REDACTED}`
  return `${cleanName}=${yield* redactEncoded(value, reading)}`
}

/** Decodes repeatedly, because a name that is encoded twice still names a credential. */
function fullyDecoded(name: string): string {
  let decoded = name
  for (let i = 0; i < 5 && /[%+]/.test(decoded); i += 1) decoded = percentDecoded(decoded)
  return decoded
}

/** Redacts the decoded text, and keeps the original spelling if nothing was found. The text may itself be JSON (Slack's `payload`). */
function* redactEncoded(text: string, reading: Reading): Steps<string> {
  const decoded = percentDecoded(text)
  const clean = yield* redactValue(decoded, 0, reading)
  return clean === decoded ? text : encodeURIComponent(clean)
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text)
}
