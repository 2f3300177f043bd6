import type { Colour, ColourSpan } from './colours'

/** The tokens of the October 2021 edition, section 2.1. Other characters are skipped. */
const TOKEN =
  /(#[^\n\r]*)|("""[\s\S]*?(?:"""|$)|"(?:[^"\\\n\r]|\\.)*"?)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|([$@][A-Za-z_]\w*)|([A-Za-z_]\w*)|(\.\.\.|[{}()[\]:=!|&])/g

const WORDS = new Set(['query', 'mutation', 'subscription', 'fragment', 'on', 'true', 'false', 'null'])

/** Words, variables, directives, strings and numbers of a GraphQL document. */
export function* graphqlColours(text: string): Generator<ColourSpan> {
  for (const match of text.matchAll(TOKEN)) {
    const colour = colourOf(match, text)
    if (colour !== null) yield { start: match.index, end: match.index + match[0].length, colour }
  }
}

function colourOf(match: RegExpMatchArray, text: string): Colour | null {
  const [token, comment, string, number, variable, name] = match
  if (comment !== undefined) return 'comment'
  if (string !== undefined) return 'string'
  if (number !== undefined) return 'number'
  if (variable !== undefined) return 'name'
  if (name === undefined) return 'mark'
  if (WORDS.has(name)) return 'word'
  return text[match.index! + token.length] === ':' ? 'key' : null
}
