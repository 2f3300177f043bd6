import { base64Bytes } from './base64'
import { looksLikeText } from './decode-text'
import { looksLikeForm } from './form'
import { formText } from './form-text'
import { looksLikeJson } from './json'
import { readJwt } from './jwt'
import { magicType } from './magic'

/** A body inside a string: what the string is, the decoded bytes, and the media type to guess the format from. */
export type Inside = { label: string; bytes: Uint8Array; contentType: string | null }

/** Until they are opened, longer strings are judged by their first characters. */
const LOOK_MAX = 4096

/** What the string can be opened as; null: it is just a string. Cheap enough to call for every row drawn. */
export function insideLabel(text: string): string | null {
  if (text.length <= LOOK_MAX) return openInside(text)?.label ?? null
  return openInside(text.slice(0, LOOK_MAX), true)?.label ?? null
}

/**
 * Decodes what a string holds: a JWT, a data URL, JSON, XML, base64 of text or of a known file type, a form or percent-encoded text.
 *
 * @param headOnly `text` is only the beginning of the string, so its end is not checked.
 */
export function openInside(text: string, headOnly = false): Inside | null {
  if (text.length < 4) return null
  return (
    insideJwt(text) ?? insideDataUrl(text) ?? insideMarkup(text, headOnly) ?? insideBase64(text) ?? insideEncoded(text, headOnly)
  )
}

function insideJwt(text: string): Inside | null {
  return text.length <= 16_384 && readJwt(text) !== null ? inside('JWT', text, 'application/jwt') : null
}

function insideDataUrl(text: string): Inside | null {
  const match = /^data:([^,]{0,200}?)(;base64)?,/i.exec(text)
  if (match === null) return null
  const data = text.slice(match[0].length)
  const bytes = match[2] === undefined ? new TextEncoder().encode(formText(data.replaceAll('+', '%2B'))) : base64Bytes(data)
  return bytes === null ? null : { label: 'data URL', bytes, contentType: match[1] === '' ? 'text/plain' : match[1]! }
}

function insideMarkup(text: string, headOnly: boolean): Inside | null {
  const head = text.slice(0, 64).trimStart()
  if (looksLikeJson(head) && (headOnly || /[}\]]\s*$/.test(text.slice(-64)))) return inside('JSON', text, 'application/json')
  if (/^<\?xml\s/.test(head)) return inside('XML', text, 'application/xml')
  if (/^<(?:!doctype html|html)[\s>]/i.test(head)) return inside('HTML', text, 'text/html')
  return null
}

/** Words and ids are valid base64 too, so the result must be a known file type or text that has more than letters. */
function insideBase64(text: string): Inside | null {
  if (text.length < 12 || !/^[A-Za-z0-9+/_-]/.test(text)) return null
  const bytes = base64Bytes(text.length > LOOK_MAX ? text : wholeQuads(text))
  if (bytes === null || bytes.length < 8) return null
  if (magicType(bytes) !== null) return { label: 'base64', bytes: base64Bytes(text) ?? bytes, contentType: null }
  const plain = looksLikeText(bytes) && /^[\x20-\x7e\s]{8}/.test(String.fromCharCode(...bytes.subarray(0, 8)))
  return plain && /[^A-Za-z0-9+/=]/.test(String.fromCharCode(...bytes.subarray(0, 1024)))
    ? { label: 'base64', bytes: base64Bytes(text) ?? bytes, contentType: null }
    : null
}

/** Drops an incomplete group of four characters at the end, because the text may be cut there. */
function wholeQuads(text: string): string {
  return text.length === LOOK_MAX ? text.slice(0, LOOK_MAX - (LOOK_MAX % 4)) : text
}

function insideEncoded(text: string, headOnly: boolean): Inside | null {
  if (looksLikeForm(headOnly ? text.slice(0, 1024) : text.slice(0, 65_536)) && /&|%[0-9a-f]{2}/i.test(text)) {
    return inside('form', text, 'application/x-www-form-urlencoded')
  }
  if (!/%[0-9a-f]{2}/i.test(text.slice(0, LOOK_MAX)) || /\s/.test(text.slice(0, LOOK_MAX))) return null
  return inside('URL-encoded', formText(text), null)
}

function inside(label: string, text: string, contentType: string | null): Inside {
  return { label, bytes: new TextEncoder().encode(text), contentType }
}
