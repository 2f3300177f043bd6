import { redactJson } from './redact-json'
import { isSecretName, REDACTED } from './redact-names'
import { percentDecoded, redactText } from './redact-text'

/** A query or a form body, `name=value` joined by `&` (or `;`). What is no credential keeps its exact spelling. */
export function redactFields(text: string): string {
  return text
    .split(/([&;])/)
    .map((piece, i) => (i % 2 === 0 ? redactPair(piece) : piece))
    .join('')
}

function redactPair(pair: string): string {
  const equals = pair.indexOf('=')
  if (equals < 0) return redactEncoded(pair)
  const name = pair.slice(0, equals)
  const value = pair.slice(equals + 1)
  if (value !== '' && isSecretName(percentDecoded(name), 'field')) return `${redactEncoded(name)}=${REDACTED}`
  return `${redactEncoded(name)}=${redactEncoded(value)}`
}

/** The path of a target, segment by segment: a token in it shows by its shape alone. */
export function redactPath(path: string): string {
  return path.split('/').map(redactEncoded).join('/')
}

/** Looks at the decoded text, and keeps the spelling where nothing was found in it. */
function redactEncoded(text: string): string {
  const decoded = percentDecoded(text)
  const clean = redactValue(decoded)
  return clean === decoded ? text : encodeURIComponent(clean)
}

/** A value that is JSON itself is taken apart (Slack's `payload`). */
function redactValue(value: string): string {
  return redactJson(value) ?? redactText(value)
}
