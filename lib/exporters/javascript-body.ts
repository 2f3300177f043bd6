import { toBase64 } from '#lib/core/content'
import type { ExportRequest } from './exporter'
import { quoted } from './quote'

/** Bytes, not a string: a string would make fetch add a `content-type` of its own. */
export function fetchBody({ text, body }: ExportRequest): string {
  if (text !== null) return `new TextEncoder().encode(${quoted(text)})`
  return `Uint8Array.from(atob('${toBase64(body)}'), (char) => char.charCodeAt(0))`
}

export function bufferBody({ text, body }: ExportRequest): string {
  return text === null ? `Buffer.from('${toBase64(body)}', 'base64')` : `Buffer.from(${quoted(text)})`
}
