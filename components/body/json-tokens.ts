/** A piece of JSON text. `text` is as it was sent: `1.0`, `1e3` and `\u00e9` stay what they are. */
export type JsonToken = { kind: 'key' | 'string' | 'number' | 'literal' | 'mark' | 'space'; text: string }

const TOKEN = /("(?:[^"\\]|\\.)*")|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null)|([{}[\],:])|[ \t\r\n]+/y

/** JSON with line breaks and two spaces of indentation, token by token, never parsed into numbers; null where it is not JSON. */
export function prettyJson(text: string): JsonToken[] | null {
  if (!isJson(text)) return null
  const out: JsonToken[] = []
  let depth = 0
  const newline = () => out.push({ kind: 'space', text: `\n${'  '.repeat(depth)}` })
  const tokens = [...rawTokens(text)]
  tokens.forEach((token, index) => {
    const next = tokens[index + 1]?.text
    if (token.text === '{' || token.text === '[') {
      out.push(token)
      if (next === '}' || next === ']') return
      depth += 1
      newline()
    } else if (token.text === '}' || token.text === ']') {
      const previous = tokens[index - 1]?.text
      if (previous !== '{' && previous !== '[') {
        depth -= 1
        newline()
      }
      out.push(token)
    } else if (token.text === ',' && token.kind === 'mark') {
      out.push(token)
      newline()
    } else if (token.text === ':' && token.kind === 'mark') out.push({ kind: 'mark', text: ': ' })
    else
      out.push(token.kind === 'string' && next === ':' && tokens[index + 1]!.kind === 'mark' ? { ...token, kind: 'key' } : token)
  })
  return out
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function* rawTokens(text: string): Generator<JsonToken> {
  TOKEN.lastIndex = 0
  for (let match = TOKEN.exec(text); match; match = TOKEN.exec(text)) {
    const [all, string, number, literal, mark] = match
    if (string !== undefined) yield { kind: 'string', text: all }
    else if (number !== undefined) yield { kind: 'number', text: all }
    else if (literal !== undefined) yield { kind: 'literal', text: all }
    else if (mark !== undefined) yield { kind: 'mark', text: all }
  }
}
