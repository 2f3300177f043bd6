import { base64Bytes } from './base64'
import { looksLikeText } from './decode-text'
import { looksLikeForm } from './form'
import { formText } from './form-text'
import { looksLikeJson } from './json'
import { readJwt } from './jwt'
import { magicType } from './magic'

/** A body inside a string: what the string is, the decoded bytes, and the media type to guess the format from. */
export type EmbeddedBody = { label: string; bytes: Uint8Array; contentType: string | null }

/** Until they are opened, longer strings are judged by their first characters. */
const HEAD_CHARS = 4096

/** What the string can be opened as; null: it is just a string. Cheap enough to call for every row drawn. */
export function embeddedLabel(text: string): string | null {
  if (text.length <= HEAD_CHARS) return decodeEmbedded(text)?.label ?? null
  return decodeEmbedded(text.slice(0, HEAD_CHARS), true)?.label ?? null
}

/**
 * Decodes what a string holds: a JWT, a data URL, JSON, XML, base64 of text or of a known file type, a form or percent-encoded text.
 *
 * @param headOnly `text` is only the beginning of the string, so its end is not checked.
 */
export function decodeEmbedded(text: string, headOnly = false): EmbeddedBody | null {
  if (text.length < 4) return null
  return (
    embeddedJwt(text) ??
    embeddedDataUrl(text) ??
    embeddedMarkup(text, headOnly) ??
    embeddedBase64(text) ??
    embeddedEncoded(text, headOnly)
  )
}

function embeddedJwt(text: string): EmbeddedBody | null {
  return text.length <= 16_384 && readJwt(text) !== null ? embedded('JWT', text, 'application/jwt') : null
}

function embeddedDataUrl(text: string): EmbeddedBody | null {
  const match = /^data:([^,]{0,200}?)(;base64)?,/i.exec(text)
  if (match === null) return null
  const data = text.slice(match[0].length)
  const bytes = match[2] === undefined ? new TextEncoder().encode(formText(data.replaceAll('+', '%2B'))) : base64Bytes(data)
  return bytes === null ? null : { label: 'data URL', bytes, contentType: match[1] === '' ? 'text/plain' : match[1]! }
}

function embeddedMarkup(text: string, headOnly: boolean): EmbeddedBody | null {
  const head = text.slice(0, 64).trimStart()
  if (looksLikeJson(head) && (headOnly || /[}\]]\s*$/.test(text.slice(-64)))) return embedded('JSON', text, 'application/json')
  if (/^<\?xml\s/.test(head)) return embedded('XML', text, 'application/xml')
  if (/^<(?:!doctype html|html)[\s>]/i.test(head)) return embedded('HTML', text, 'text/html')
  return null
}

/** Words and ids are valid base64 too, so the result must be a known file type or text that has more than letters. */
function embeddedBase64(text: string): EmbeddedBody | null {
  if (text.length < 12 || !/^[A-Za-z0-9+/_-]/.test(text)) return null
  const bytes = base64Bytes(text.length > HEAD_CHARS ? text : wholeQuads(text))
  if (bytes === null || bytes.length < 8) return null
  if (magicType(bytes) !== null) return { label: 'base64', bytes: base64Bytes(text) ?? bytes, contentType: null }
  const plain = looksLikeText(bytes) && /^[\x20-\x7e\s]{8}/.test(String.fromCharCode(...bytes.subarray(0, 8)))
  return plain && /[^A-Za-z0-9+/=]/.test(String.fromCharCode(...bytes.subarray(0, 1024)))
    ? { label: 'base64', bytes: base64Bytes(text) ?? bytes, contentType: null }
    : null
}

/** Drops an incomplete group of four characters at the end, because the text may be cut there. */
function wholeQuads(text: string): string {
  return text.length === HEAD_CHARS ? text.slice(0, HEAD_CHARS - (HEAD_CHARS % 4)) : text
}

function embeddedEncoded(text: string, headOnly: boolean): EmbeddedBody | null {
  if (looksLikeForm(headOnly ? text.slice(0, 1024) : text.slice(0, 65_536)) && /&|%[0-9a-f]{2}/i.test(text)) {
    return embedded('form', text, 'application/x-www-form-urlencoded')
  }
  if (!/%[0-9a-f]{2}/i.test(text.slice(0, HEAD_CHARS)) || /\s/.test(text.slice(0, HEAD_CHARS))) return null
  return embedded('URL-encoded', formText(text), null)
}

function embedded(label: string, text: string, contentType: string | null): EmbeddedBody {
  return { label, bytes: new TextEncoder().encode(text), contentType }
}
