import type { Colour, ColourSpan } from './colours'

/** A section whose content is not parsed. */
const SECTION = /<!--[\s\S]*?(?:-->|$)|<!\[CDATA\[[\s\S]*?(?:\]\]>|$)|<\?[\s\S]*?(?:\?>|$)|<![^>]*>?/y
const TAG = /<\/?([A-Za-z_:][^\s/>]*)/y
const IN_TAG = /\s+|(\/?>)|("[^"]*"?|'[^']*'?)|(=)|([^\s"'=/>]+)|\//y
/** HTML elements whose content is not markup. */
const RAW = /^(?:script|style|textarea|title)$/i

/** Tags, attributes, values and comments of XML or HTML. Accepts any text. */
export function* markupColours(text: string, language: 'xml' | 'html'): Generator<ColourSpan> {
  let at = text.indexOf('<')
  while (at >= 0) {
    SECTION.lastIndex = at
    TAG.lastIndex = at
    const section = SECTION.exec(text)
    const tag = section === null ? TAG.exec(text) : null
    if (section !== null) {
      yield { start: at, end: SECTION.lastIndex, colour: section[0].startsWith('<![CDATA[') ? 'string' : 'comment' }
      at = text.indexOf('<', SECTION.lastIndex)
    } else if (tag !== null) at = text.indexOf('<', yield* tagColours(text, at, tag, language))
    else at = text.indexOf('<', at + 1)
  }
}

/** Returns where the search for the next tag goes on. */
function* tagColours(
  text: string,
  start: number,
  [opening, name]: RegExpExecArray,
  language: string,
): Generator<ColourSpan, number> {
  const nameStart = start + opening!.length - name!.length
  yield { start, end: nameStart, colour: 'mark' }
  yield { start: nameStart, end: start + opening!.length, colour: 'name' }
  IN_TAG.lastIndex = start + opening!.length
  for (let match = IN_TAG.exec(text); match !== null; match = IN_TAG.exec(text)) {
    const end = IN_TAG.lastIndex
    const colour = colourInTag(match)
    if (colour !== null) yield { start: match.index, end, colour }
    if (match[1] === undefined) continue
    const raw = language === 'html' && !opening!.startsWith('</') && RAW.test(name!)
    return raw ? rawEnd(text, end, name!) : end
  }
  return text.length
}

function colourInTag([, close, value, equals, key]: RegExpExecArray): Colour | null {
  if (close !== undefined || equals !== undefined) return 'mark'
  if (value !== undefined) return 'string'
  return key === undefined ? null : 'key'
}

function rawEnd(text: string, from: number, name: string): number {
  const found = text.slice(from).search(new RegExp(`</${name}`, 'i'))
  return found < 0 ? text.length : from + found
}
