import { latin1, utf8 } from './bytes'
import type { SignedParts, SignedString } from './scheme'

const PLACEHOLDER = /\{(timestamp|id|method|url|body)\}/

export type Placeholder = 'timestamp' | 'id' | 'method' | 'url' | 'body'

/** Makes the signed string from `{timestamp}.{body}` and the like. Texts between placeholders are taken as they are. */
export function signedTemplate(template: string): (parts: SignedParts) => SignedString {
  const pieces = template.split(PLACEHOLDER) // text and names in turn
  return (parts) =>
    pieces.flatMap((piece, i) => (i % 2 === 1 ? [partOf(piece as Placeholder, parts)] : piece === '' ? [] : [utf8(piece)]))
}

export function placeholdersOf(template: string): Placeholder[] {
  return template.split(PLACEHOLDER).filter((_, i) => i % 2 === 1) as Placeholder[]
}

function partOf(name: Placeholder, parts: SignedParts): Uint8Array {
  if (name === 'body') return parts.body
  if (name === 'method') return utf8(parts.method.toUpperCase())
  return name === 'url' ? utf8(parts.url) : latin1(parts[name])
}
