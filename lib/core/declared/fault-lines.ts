import type { FieldError } from '../errors'
import { redactTarget } from '../redact/target'
import { mayBeSecret } from './placeholders'

const VALUE_CHARS_MAX = 60

/** One line per fault in a file of declared bins: path, value (left out if it may be a secret), message. */
export function faultLines(file: unknown, faults: readonly FieldError[]): string[] {
  return faults.map(({ path, message }) => {
    const value = shownAt(file, path)
    const sentence = /^[a-z]/.test(message) ? ` ${message}` : `: ${message}`
    return `${path || 'the file'}${value === null ? '' : ` (${value})`}${sentence}${message.endsWith('.') ? '' : '.'}`
  })
}

function shownAt(file: unknown, path: string): string | null {
  let value = file
  for (const key of path === '' ? [] : path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return null
    value = (value as Record<string, unknown>)[key]
  }
  if (typeof value === 'object' && value !== null) return null
  if (mayBeSecret(path)) return path.endsWith('.url') && typeof value === 'string' ? shown(redactTarget(value)) : null
  return shown(value)
}

function shown(value: unknown): string {
  const text = JSON.stringify(value)
  return text.length > VALUE_CHARS_MAX ? `${text.slice(0, VALUE_CHARS_MAX)}…` : text
}
