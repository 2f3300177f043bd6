import type { Capture } from '#lib/core/capture'
import { decodeBytes, type EncodedBytes, encodeBytes, fromBase64, toBase64 } from '#lib/core/content'

export type BodyForm = 'text' | 'base64' | 'hex'

/** A body as edited in the form. */
export type BodyDraft = { form: BodyForm; text: string }

/** The largest body that a text area can hold without blocking the page. */
export const EDIT_BYTES_MAX = 262_144

/** null: too large to edit here. It is sent as captured, or the user writes another. */
export function bodyDraftOf({ body, bodySize }: Capture): BodyDraft | null {
  if (bodySize > EDIT_BYTES_MAX) return null
  return { form: body.encoding === 'utf8' ? 'text' : 'base64', text: body.data }
}

/** The bytes of the draft, or what is wrong with it. */
export function readBodyDraft({ form, text }: BodyDraft): { bytes: EncodedBytes; fault: null } | { bytes: null; fault: string } {
  if (form === 'text') return { bytes: { encoding: 'utf8', data: text }, fault: null }
  const dense = text.replace(/\s+/g, '')
  const fault = form === 'hex' ? hexFault(dense) : base64Fault(dense)
  if (fault !== null) return { bytes: null, fault }
  return { bytes: { encoding: 'base64', data: form === 'hex' ? toBase64(hexBytes(dense)) : dense }, fault: null }
}

/** The same bytes in another format; null if they cannot be shown in it (not UTF-8), or the draft is invalid. */
export function convertBody(draft: BodyDraft, form: BodyForm): BodyDraft | null {
  const { bytes } = readBodyDraft(draft)
  if (bytes === null) return null
  const raw = decodeBytes(bytes)
  if (form === 'hex') return { form, text: toHex(raw) }
  if (form === 'base64') return { form, text: toBase64(raw) }
  const encoded = encodeBytes(raw)
  return encoded.encoding === 'utf8' ? { form, text: encoded.data } : null
}

export function sameBytes(one: EncodedBytes, other: EncodedBytes): boolean {
  if (one.encoding === other.encoding) return one.data === other.data
  return toBase64(decodeBytes(one)) === toBase64(decodeBytes(other))
}

/** Bytes of the draft; null if it is invalid. */
export function bodySize(draft: BodyDraft): number | null {
  const { bytes } = readBodyDraft(draft)
  if (bytes === null) return null
  if (bytes.encoding === 'utf8') return new TextEncoder().encode(bytes.data).byteLength
  return (bytes.data.length / 4) * 3 - (bytes.data.match(/=*$/)?.[0].length ?? 0)
}

function hexFault(dense: string): string | null {
  const at = dense.search(/[^0-9a-fA-F]/)
  if (at >= 0) return `"${[...dense.slice(at)][0]}" is not a hex digit: write bytes as 00 to ff`
  return dense.length % 2 === 0 ? null : 'The last byte has only one digit. Write two, as in 0a'
}

function base64Fault(dense: string): string | null {
  const at = dense.search(/[^A-Za-z0-9+/=]/)
  if (at >= 0) return `"${[...dense.slice(at)][0]}" is not a base64 character. Use letters, digits, + and /, with = at the end`
  if (!/^[^=]*={0,2}$/.test(dense)) return '"=" is allowed only at the end, once or twice'
  if (dense.length % 4 !== 0)
    return `Base64 needs a multiple of four characters: add ${4 - (dense.length % 4)} more, with = as padding`
  try {
    fromBase64(dense)
    return null
  } catch {
    return 'Not base64'
  }
}

function hexBytes(dense: string): Uint8Array {
  const bytes = new Uint8Array(dense.length / 2)
  for (let i = 0; i < bytes.length; i += 1) bytes[i] = Number.parseInt(dense.slice(2 * i, 2 * i + 2), 16)
  return bytes
}

/** 16 bytes per line. */
function toHex(bytes: Uint8Array): string {
  const pairs = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0'))
  const lines = Array.from({ length: Math.ceil(pairs.length / 16) }, (_, i) => pairs.slice(16 * i, 16 * i + 16).join(' '))
  return lines.join('\n')
}
