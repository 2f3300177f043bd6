import { redactAssignments } from './assignments'
import { redactCommands } from './commands'
import {
  decodeEntities,
  decodeEscapes,
  decodePercent,
  decodeQuotedPrintable,
  type Unwrapped,
  unwrapBase64,
  unwrapHex,
} from './encodings'
import { redactJson } from './json'
import { listsSecret } from './listings'
import { looksLikeMarkup, markupHoldsSecret, withoutTags } from './markup'
import { REDACTED } from './names'
import { redactProse } from './prose'
import { redactShapes } from './shapes'
import { type Budget, newBudget, pauseIsDue, runSteps, type Steps, spend, UnreadableError } from './steps'
import { redactUrls } from './url-paths'

/** How many nested encodings are opened (JSON in a string in base64 …). Text that is wrapped more often is hidden. */
export const WRAPPINGS_MAX = 8
/** Longer text that is not JSON is hidden. Most of it is attachments. */
const TEXT_CHARS_MAX = 100_000

/** A longer header, path or query is hidden entirely, because short texts are masked without pauses, while everything else waits. */
export const SHORT_CHARS_MAX = 8192

/** Redacts headers, paths and other short texts in one go. */
export function redactText(text: string): string {
  if (text.length > SHORT_CHARS_MAX) return REDACTED
  try {
    return runSteps(redactValue(text, 0, newBudget(text.length)))
  } catch (error) {
    if (error instanceof UnreadableError) return REDACTED
    throw error
  }
}

/** Redacts a text that a sender wrote. `wrappings`: how many encodings were opened to get to it. */
export function* redactValue(text: string, wrappings: number, budget: Budget): Steps<string> {
  if (text.length < 12 && /^[\w .,/+-]*$/.test(text)) return text // too short for any credential that is recognised by its form
  if (text === REDACTED) return text
  spend(budget, text.length)
  if (pauseIsDue(budget)) yield
  if (wrappings > WRAPPINGS_MAX) return isWrapped(text) ? REDACTED : redactPlain(text)
  if (/^[\s\ufeff]*[[{"]/.test(text)) {
    const json = yield* nestedJson(text, wrappings, budget)
    if (json !== null) return json
  }
  if (text.length > TEXT_CHARS_MAX) return REDACTED
  const clean = redactPlain(text)
  if (clean === REDACTED) return clean
  return yield* redactWrapped(clean, wrappings, budget)
}

function* nestedJson(text: string, wrappings: number, budget: Budget): Steps<string | null> {
  try {
    return yield* redactJson(text, { wrappings: wrappings + 1, anyValue: true, redactString: redactValue }, budget)
  } catch (error) {
    if (error instanceof UnreadableError && error.reason === 'too_deep') return REDACTED
    throw error
  }
}

function redactPlain(text: string): string {
  if (looksLikeMarkup(text) && (markupHoldsSecret(text) || holdsSecret(withoutTags(text)))) return REDACTED
  if (listsSecret(text)) return REDACTED
  return redactSyntax(text)
}

function redactSyntax(text: string): string {
  return redactProse(redactAssignments(redactCommands(redactUrls(redactShapes(text)))))
}

function holdsSecret(text: string): boolean {
  return redactSyntax(text) !== text
}

/** Shorter ones are mostly ids. */
const BINARY_CHARS_MIN = 40
const BASE64_WHOLE = /^[A-Za-z0-9+/_-]{12,}(?:[\r\n]+[A-Za-z0-9+/_-]+)*={0,2}\s*$/
const BASE64_RUN = /[A-Za-z0-9+/_-]{16,}={0,2}/g
const HEX_WHOLE = /^(?:0x)?[0-9a-f]{2}(?:[\s:-]?[0-9a-f]{2}){7,}$/i
const HEX_RUN = /(?<![0-9a-z])[0-9a-f]{16,}(?![0-9a-z])/gi

/** Tries each encoding that the text may be in. If a credential cannot be masked in place, the whole text is hidden. */
function* redactWrapped(text: string, wrappings: number, budget: Budget): Steps<string> {
  let clean = text
  if (/%[0-9a-f]{2}/i.test(clean)) {
    clean = yield* redactPieces(clean, /[^\s&;?=/#"'<>]+/g, decodePercent, encodeURIComponent, wrappings, budget)
    if (yield* hidesSecret(decodePercent(clean), clean, wrappings, budget)) return REDACTED
  }
  if (/\\/.test(clean) && (yield* hidesSecret(decodeEscapes(clean), clean, wrappings, budget))) return REDACTED
  if (/&[#\w]/.test(clean) && (yield* hidesSecret(decodeEntities(clean), clean, wrappings, budget))) return REDACTED
  if (/=(?:[0-9a-f]{2}|\r?\n)/i.test(clean) && (yield* hidesSecret(decodeQuotedPrintable(clean), clean, wrappings, budget))) {
    return REDACTED
  }
  if (HEX_WHOLE.test(clean)) return yield* redactRun(clean, unwrapHex(clean), wrappings, budget)
  clean = yield* redactRuns(clean, HEX_RUN, (run) => (run.length % 2 === 0 ? unwrapHex(run) : null), wrappings, budget)
  if (BASE64_WHOLE.test(clean)) return yield* redactRun(clean, unwrapBase64(clean), wrappings, budget)
  return yield* redactRuns(clean, BASE64_RUN, unwrapBase64, wrappings, budget)
}

function* hidesSecret(decoded: string, text: string, wrappings: number, budget: Budget): Steps<boolean> {
  if (decoded === text) return false
  return (yield* redactValue(decoded, wrappings + 1, budget)) !== decoded
}

function* redactPieces(
  text: string,
  pattern: RegExp,
  decode: (piece: string) => string,
  encode: (piece: string) => string,
  wrappings: number,
  budget: Budget,
): Steps<string> {
  let result = ''
  let from = 0
  for (const found of text.matchAll(pattern)) {
    const decoded = decode(found[0])
    if (decoded === found[0]) continue
    const clean = yield* redactValue(decoded, wrappings + 1, budget)
    if (clean === decoded) continue
    result += text.slice(from, found.index) + encode(clean)
    from = found.index + found[0].length
  }
  return result + text.slice(from)
}

type Unwrap = (run: string) => Unwrapped | null

function* redactRuns(text: string, pattern: RegExp, unwrap: Unwrap, wrappings: number, budget: Budget): Steps<string> {
  let result = ''
  let from = 0
  for (const found of text.matchAll(pattern)) {
    const clean = yield* redactRun(found[0], unwrap(found[0]), wrappings, budget)
    if (clean === found[0]) continue
    result += text.slice(from, found.index) + clean
    from = found.index + found[0].length
  }
  return result + text.slice(from)
}

/** Masks only the credential inside the encoded text if the result can be encoded again, otherwise all of it. */
function* redactRun(run: string, inside: Unwrapped | null, wrappings: number, budget: Budget): Steps<string> {
  if (inside === null) return run
  if ('packed' in inside) return REDACTED
  if ('binary' in inside) return run.length >= BINARY_CHARS_MIN && holdsSecret(inside.binary) ? REDACTED : run
  const clean = yield* redactValue(inside.text, wrappings + 1, budget)
  if (clean === inside.text) return run
  return clean === REDACTED ? REDACTED : inside.again(clean)
}

/** True if there is still an encoding to open. */
function isWrapped(text: string): boolean {
  if (/^[\s\ufeff]*[[{"]/.test(text) || /%[0-9a-f]{2}|\\[ux"]|&[#\w]+;|=[0-9a-f]{2}/i.test(text)) return true
  const opens = (inside: Unwrapped | null) => inside !== null && !('binary' in inside)
  if (HEX_WHOLE.test(text)) return opens(unwrapHex(text))
  return [...text.matchAll(BASE64_RUN)].some(([run]) => opens(unwrapBase64(run)))
}
