import { percentDecoded } from './encodings'
import { groupsOfSecrets, isValueIn } from './named-pairs'
import { isSecretField, isSecretName, REDACTED } from './names'
import { type Budget, newBudget, pauseIsDue, runSteps, type Steps, spend, UnreadableError } from './steps'
import { redactValue, SHORT_CHARS_MAX } from './text'

/** Cost of splitting a pair, in characters of the budget. */
const PAIR_CHARS = 8

/** Redacts a query, `name=value` joined by `&` (or `;`). Everything that is not a credential keeps its exact spelling. */
export function redactQuery(text: string): string {
  if (text.length > SHORT_CHARS_MAX) return REDACTED
  try {
    return runSteps(redactFields(text, newBudget(text.length)))
  } catch (error) {
    if (error instanceof UnreadableError) return REDACTED
    throw error
  }
}

/** Redacts a form body. @throws {UnreadableError} if it is not a form: `<xml a="b">`, broken JSON, YAML */
export function* redactForm(text: string, budget: Budget): Steps<string> {
  const compact = text.trimEnd()
  if (!compact.includes('=') || /[\p{Cc}<>"{}\\^`]/u.test(compact)) throw new UnreadableError('unreadable')
  return yield* redactFields(text, budget)
}

export function* redactFields(text: string, budget: Budget): Steps<string> {
  const parts: string[] = []
  const groups = yield* groupsOfSecrets(text, budget)
  let unchanged = 0 // the text up to this offset is in `parts`
  for (let at = 0; at <= text.length; ) {
    const next = text.indexOf('&', at)
    const end = next < 0 ? text.length : next
    if (end > at) {
      const piece = text.slice(at, end)
      const clean = yield* redactPiece(piece, groups, budget)
      if (clean !== piece) {
        parts.push(text.slice(unchanged, at), clean)
        unchanged = end
      }
    }
    spend(budget, end - at + PAIR_CHARS)
    if (pauseIsDue(budget)) yield
    at = end + 1
  }
  parts.push(text.slice(unchanged))
  return parts.join('')
}

/** Some programs also split at `;`, so the credential must be hidden either way. */
function* redactPiece(piece: string, groups: ReadonlySet<string>, budget: Budget): Steps<string> {
  if (!piece.includes(';') || isSecretPair(piece) || looksLikeJson(percentDecoded(piece.slice(piece.indexOf('=') + 1)))) {
    return yield* redactPair(piece, groups, budget)
  }
  const clean: string[] = []
  for (const part of piece.split(';')) {
    spend(budget, PAIR_CHARS)
    if (pauseIsDue(budget)) yield
    clean.push(yield* redactPair(part, groups, budget))
  }
  return clean.join(';')
}

function isSecretPair(pair: string): boolean {
  const equals = pair.indexOf('=')
  return equals >= 0 && isSecretName(percentDecoded(pair.slice(0, equals)), 'field')
}

function* redactPair(pair: string, groups: ReadonlySet<string>, budget: Budget): Steps<string> {
  const equals = pair.indexOf('=')
  if (equals < 0) return yield* redactEncoded(pair, budget)
  const name = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  const cleanName = yield* redactEncoded(name, budget)
  const isSecret = isSecretField(fullyDecoded(name), percentDecoded(value), 'field') || isValueIn(groups, name)
  if (value !== '' && isSecret) return `${cleanName}=${REDACTED}`
  return `${cleanName}=${yield* redactEncoded(value, budget)}`
}

/** Decodes repeatedly, because a name that is encoded twice still names a credential. */
function fullyDecoded(name: string): string {
  let decoded = name
  for (let i = 0; i < 5 && /[%+]/.test(decoded); i += 1) decoded = percentDecoded(decoded)
  return decoded
}

/** Redacts the decoded text, and keeps the original spelling if nothing was found. The text may itself be JSON (Slack's `payload`). */
function* redactEncoded(text: string, budget: Budget): Steps<string> {
  const decoded = percentDecoded(text)
  const clean = yield* redactValue(decoded, 0, budget)
  return clean === decoded ? text : encodeURIComponent(clean)
}

function looksLikeJson(text: string): boolean {
  return /^\s*[[{"]/.test(text)
}
