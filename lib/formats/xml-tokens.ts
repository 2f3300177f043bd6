export type XmlToken = { kind: 'open' | 'close' | 'empty' | 'text' | 'other'; start: number; end: number; name: string }

/** `at` is an offset. Everything after it is one `text` token. */
export type XmlFault = { at: number; message: string }

/** Sections with arbitrary content up to a fixed end: comment, CDATA, processing instruction. */
const SECTIONS: readonly [opening: string, closing: string][] = [
  ['<!--', '-->'],
  ['<![CDATA[', ']]>'],
  ['<?', '?>'],
]

/**
 * Splits XML into tokens whose concatenation is the input, whatever the input. The only faults are tags and sections that never end;
 * entities and names are not checked.
 */
export function* xmlTokens(text: string): Generator<XmlToken | XmlFault> {
  for (let at = 0; at < text.length; ) {
    const token = text[at] === '<' ? markup(text, at) : textUntilTag(text, at)
    if ('message' in token) {
      yield token
      yield { kind: 'text', start: at, end: text.length, name: '' }
      return
    }
    yield token
    at = token.end
  }
}

function textUntilTag(text: string, start: number): XmlToken {
  const next = text.indexOf('<', start)
  return { kind: 'text', start, end: next < 0 ? text.length : next, name: '' }
}

function markup(text: string, start: number): XmlToken | XmlFault {
  for (const [opening, closing] of SECTIONS) {
    if (!text.startsWith(opening, start)) continue
    const end = text.indexOf(closing, start + opening.length)
    return end < 0 ? { at: start, message: `${opening} is never closed by ${closing}` } : other(start, end + closing.length)
  }
  const end = text.startsWith('<!', start) ? declarationEnd(text, start) : tagEnd(text, start)
  if (end < 0) return { at: start, message: 'this tag is never closed by >' }
  if (text.startsWith('<!', start)) return other(start, end)
  const closing = text[start + 1] === '/'
  const name = /^[^\s/>]*/.exec(text.slice(start + (closing ? 2 : 1), Math.min(end, start + 258)))![0]
  const kind = closing ? 'close' : text[end - 2] === '/' ? 'empty' : 'open'
  return { kind, start, end, name }
}

function other(start: number, end: number): XmlToken {
  return { kind: 'other', start, end, name: '' }
}

/** Offset just past the first `>` outside quotes, or -1. */
function tagEnd(text: string, start: number): number {
  for (let at = start + 1; at < text.length; at++) {
    const char = text[at]!
    if (char === '>') return at + 1
    if (char === '"' || char === "'") {
      const closing = text.indexOf(char, at + 1)
      if (closing < 0) return -1
      at = closing
    }
  }
  return -1
}

/** A document type may contain declarations in brackets. */
function declarationEnd(text: string, start: number): number {
  const end = tagEnd(text, start)
  const bracket = text.indexOf('[', start)
  if (end < 0 || bracket < 0 || bracket > end) return end
  const close = text.indexOf(']', bracket)
  return close < 0 ? -1 : tagEnd(text, close)
}
