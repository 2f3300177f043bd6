import { latin1, utf8 } from './bytes'
import type { SignedParts, SignedString } from './scheme'

const PLACEHOLDER = /\{(timestamp|id|method|url|body)\}/

export type Placeholder = 'timestamp' | 'id' | 'method' | 'url' | 'body'

/** Compiles a template such as `{timestamp}.{body}`. Text between placeholders is copied literally. */
export function signedTemplate(template: string): (parts: SignedParts) => SignedString {
  const pieces = template.split(PLACEHOLDER) // text and placeholder names alternate
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
