import { utf8Text } from '#lib/core/content'

/** Larger bodies are not parsed: no provider puts a signature into a body of this size. */
const BYTES_MAX = 4 * 1_048_576

/** The body as JSON; undefined if it is not JSON or is too large. */
export function bodyJson(body: Uint8Array): unknown {
  if (body.length > BYTES_MAX) return undefined
  const text = utf8Text(body)
  if (text === null || !/^\uFEFF?\s*[[{]/.test(text)) return undefined
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch {
    return undefined
  }
}

/** The fields of an HTML form, in order; null if the body is not a form. */
export function bodyForm(body: Uint8Array): [string, string][] | null {
  const text = body.length > BYTES_MAX ? null : utf8Text(body)
  return text?.includes('=') ? [...new URLSearchParams(text)] : null
}
