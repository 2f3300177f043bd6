/** What stands at each path of a JSON document, as `$.data.items[0].price` -> `1.10`: the text as it was sent. */
export type FlatJson = ReadonlyMap<string, string>

const TOKEN = /"(?:[^"\\]|\\.)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g

/** Scalars, and empty objects and arrays, by path; null where `text` is not JSON. Numbers are not parsed: `1.10` is not `1.1`. */
export function flattenJson(text: string): FlatJson | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  const flat = new Map<string, string>()
  const reader = { tokens: text.match(TOKEN)!, at: 0 }
  readValue(reader, '$', flat)
  return flat
}

type Reader = { tokens: readonly string[]; at: number }

function readValue(reader: Reader, path: string, flat: Map<string, string>): void {
  const token = reader.tokens[reader.at++]!
  if (token !== '{' && token !== '[') {
    flat.set(path, token)
    return
  }
  const end = token === '{' ? '}' : ']'
  if (reader.tokens[reader.at] === end) {
    reader.at += 1
    flat.set(path, token + end)
    return
  }
  for (let index = 0; ; index += 1) {
    const step = token === '{' ? memberStep(reader) : `[${index}]`
    readValue(reader, path + step, flat)
    if (reader.tokens[reader.at++] === end) return
  }
}

/** Reads `"name":`. */
function memberStep(reader: Reader): string {
  const name = reader.tokens[reader.at]!
  reader.at += 2
  const plain = name.slice(1, -1)
  return /^[A-Za-z_$][\w$-]*$/.test(plain) ? `.${plain}` : `[${name}]`
}
