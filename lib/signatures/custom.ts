import { HOP_BY_HOP_HEADERS, isHeaderName, isHeaderValue } from '#lib/core/headers'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import { defineScheme } from './define-scheme'
import { hmacScheme } from './families/hmac'
import { prefixed } from './header-format'
import type { Scheme } from './scheme'
import { decodedKey, textKey } from './secret'
import { placeholdersOf } from './template'

export type TemplateFault = { path: keyof CustomTemplate; message: string }

const FRAMING: ReadonlySet<string> = new Set([...HOP_BY_HOP_HEADERS, 'host', 'content-length', 'expect'])
const CHARS_MAX = 500
const CUSTOM_PLACEHOLDERS: ReadonlySet<string> = new Set(['{timestamp}', '{body}', '{method}', '{url}'])

/** What is wrong with a template: headers that cannot be sent, and signed strings that do not depend on the request. */
export function templateFaults(template: CustomTemplate): TemplateFault[] {
  const { header, prefix = '', signed, timestampHeader } = template
  const placeholders = placeholdersOf(signed)
  const unknown = signed.length > CHARS_MAX ? [] : unknownPlaceholders(signed)
  const faults: (TemplateFault | null)[] = [
    headerFault('header', header),
    timestampHeader === undefined ? null : headerFault('timestampHeader', timestampHeader),
    prefix.length > 100 || !isHeaderValue(`x${prefix}x`)
      ? { path: 'prefix', message: 'no line breaks and no control characters' }
      : null,
    signed.length > CHARS_MAX || /[\0\r\n]/.test(signed)
      ? { path: 'signed', message: `at most ${CHARS_MAX} characters, without line breaks` }
      : null,
    ...unknown,
    placeholders.length === 0 && unknown.length === 0
      ? { path: 'signed', message: 'it needs {body}, or another placeholder' }
      : null,
    placeholders.includes('timestamp') && timestampHeader === undefined
      ? { path: 'timestampHeader', message: 'name the header that {timestamp} is read from' }
      : null,
  ]
  return faults.filter((fault) => fault !== null)
}

/** A word in braces is meant as a placeholder. Other braces, such as those of JSON, are copied literally. */
function unknownPlaceholders(signed: string): TemplateFault[] {
  const words = new Set(signed.match(/\{[A-Za-z][\w-]*\}/g))
  return [...words]
    .filter((word) => !CUSTOM_PLACEHOLDERS.has(word))
    .map((word) => ({ path: 'signed', message: `${word} is not a placeholder; use {timestamp}, {body}, {method} and {url}` }))
}

function headerFault(path: 'header' | 'timestampHeader', name: string): TemplateFault | null {
  if (!isHeaderName(name) || name.length > 200) return { path, message: 'it is not a valid header name' }
  return FRAMING.has(name.toLowerCase()) ? { path, message: `${name} frames the message and cannot carry a signature` } : null
}

/** Builds the scheme for a template that has no faults. */
export function customScheme(template: CustomTemplate): Scheme {
  const {
    header,
    algorithm,
    encoding,
    prefix = '',
    signed,
    timestampHeader,
    timestampUnit = 's',
    secretEncoding = 'text',
  } = template
  const timed = timestampHeader !== undefined && placeholdersOf(signed).includes('timestamp')
  return defineScheme(
    { ...CUSTOM_FACTS, ...(timed ? { toleranceSeconds: 300 } : {}) },
    hmacScheme({
      headers: [{ name: header, format: prefixed(prefix), hash: algorithm, encoding }],
      signed,
      key: secretEncoding === 'text' ? textKey : decodedKey(secretEncoding),
      ...(timed ? { timestamp: { header: timestampHeader, unit: timestampUnit } } : {}),
    }),
  )
}

const CUSTOM_FACTS = {
  id: 'custom',
  label: 'Custom HMAC',
  secretHint: 'The shared secret, as text, base64 or hex',
  docs: 'https://datatracker.ietf.org/doc/html/rfc2104',
  oracle: 'documentation',
}
