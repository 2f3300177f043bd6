import { isXmlType } from '#lib/core/content-type'
import { decodeText, headText } from './decode-text'
import { type Cut, cutNotes, type Format } from './format'
import { lineAndColumn } from './json-scan'
import { textBlock } from './text-block'
import { type XmlFault, type XmlToken, xmlTokens } from './xml-tokens'

/** Deeper elements are not indented further: otherwise a hostile body's size would grow with the square of its depth. */
const INDENT_MAX = 40

/** The XML with one element per line, and the first place where it is not well-formed. */
export function prettyXml(text: string): { pretty: string; fault: XmlFault | null } {
  const lines: string[] = []
  const open: XmlToken[] = []
  let fault: XmlFault | null = null
  let previous: XmlToken | null = null
  let inline: XmlToken | null = null // an element whose text follows it on the same line
  for (const token of xmlTokens(text)) {
    if ('message' in token) {
      fault ??= token
      continue
    }
    const source = text.slice(token.start, token.end).trim()
    if (source === '') continue
    if (token.kind === 'close') fault ??= closeFault(open.pop(), token)
    if (token.kind === 'text' && previous?.kind === 'open' && !source.includes('\n')) {
      lines[lines.length - 1] += source
      inline = open.at(-1) ?? null
    } else if (token.kind === 'close' && (inline !== null || previous?.kind === 'open')) {
      lines[lines.length - 1] += source
      inline = null
    } else {
      lines.push('  '.repeat(Math.min(open.length, INDENT_MAX)) + source)
      inline = null
    }
    if (token.kind === 'open') open.push(token)
    previous = token
  }
  const unclosed = open.at(-1)
  if (unclosed) fault ??= { at: unclosed.start, message: `<${unclosed.name}> is never closed` }
  return { pretty: lines.join('\n'), fault }
}

function closeFault(opened: XmlToken | undefined, closing: XmlToken): XmlFault | null {
  if (opened?.name === closing.name) return null
  const expected = opened ? `</${opened.name}> should be here` : 'nothing is open'
  return { at: closing.start, message: `</${closing.name}> closes nothing: ${expected}` }
}

/** XML with one element per line, beside the source as sent. */
export const xml: Format = {
  guess({ bytes, contentType }) {
    if (isXmlType(contentType.essence)) return 90
    return /^<(?:\?xml\s|[A-Za-z_][\w.-]*:?[\w.-]*[\s>/])/.test(headText(bytes)) ? 60 : 0
  },
  view({ bytes, contentType, cut }) {
    const { text, charset, notes } = decodeText(bytes, contentType)
    if (!/^\uFEFF?\s*</.test(text)) return { failed: 'it does not begin with <' }
    const { pretty, fault } = prettyXml(text)
    const view = { shape: 'text', text: textBlock(text, 'xml', charset), pretty: textBlock(pretty, 'xml') } as const
    return { view, notes: [...notes, ...(fault === null ? [] : [faultNote(text, fault, cut)])] }
  },
}

function faultNote(text: string, { at, message }: XmlFault, cut: Cut | null): string {
  if (cut !== null) return cutNotes(cut, 'the XML is not complete')[0]!
  const { line, column } = lineAndColumn(text, at)
  return `Not well-formed at line ${line}, column ${column}: ${message}.`
}
