/** A JSON document with every scalar as the text that was sent: `1.10` is not `1.1`. */
export type JsonNode =
  | { kind: 'scalar'; text: string }
  | { kind: 'array'; items: readonly JsonNode[] }
  | { kind: 'object'; members: ReadonlyMap<string, JsonNode> }

const TOKEN = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[\d.eE+-]*|true|false|null|[{}[\],:]/g
/** Deeper nesting is compared as text, because it is most likely meant to overflow a stack. */
const DEPTH_MAX = 200

/** null if `text` is not JSON, or nested too deeply. */
export function jsonTree(text: string): JsonNode | null {
  try {
    JSON.parse(text)
  } catch {
    return null
  }
  const reader = { tokens: text.match(TOKEN)!, at: 0, tooDeep: false }
  const node = readNode(reader, 0)
  return reader.tooDeep ? null : node
}

type Reader = { tokens: readonly string[]; at: number; tooDeep: boolean }

function readNode(reader: Reader, depth: number): JsonNode {
  const token = reader.tokens[reader.at++]!
  if (depth > DEPTH_MAX) reader.tooDeep = true
  if (reader.tooDeep || (token !== '{' && token !== '[')) return { kind: 'scalar', text: token }
  return token === '{' ? readObject(reader, depth) : readArray(reader, depth)
}

function readArray(reader: Reader, depth: number): JsonNode {
  const items: JsonNode[] = []
  if (reader.tokens[reader.at] === ']') reader.at += 1
  else {
    do items.push(readNode(reader, depth + 1))
    while (reader.tokens[reader.at++] === ',')
  }
  return { kind: 'array', items }
}

/** A duplicate name is a separate member: `name`, then `name (2)`. */
function readObject(reader: Reader, depth: number): JsonNode {
  const members = new Map<string, JsonNode>()
  if (reader.tokens[reader.at] === '}') reader.at += 1
  else {
    do {
      const name = reader.tokens[reader.at]!
      reader.at += 2
      let step = memberStep(name)
      for (let nth = 2; members.has(step); nth += 1) step = `${memberStep(name)} (${nth})`
      members.set(step, readNode(reader, depth + 1))
    } while (reader.tokens[reader.at++] === ',')
  }
  return { kind: 'object', members }
}

/** `.name` or `["odd name"]`, from a quoted name. */
function memberStep(quoted: string): string {
  const plain = quoted.slice(1, -1)
  return /^[A-Za-z_$][\w$-]*$/.test(plain) ? `.${plain}` : `[${quoted}]`
}

/** Equal for two nodes exactly if they have the same structure and scalar texts, whatever their white space. */
export function nodeText(node: JsonNode): string {
  if (node.kind === 'scalar') return node.text
  if (node.kind === 'array') return `[${node.items.map(nodeText).join(',')}]`
  return `{${Array.from(node.members, ([step, member]) => `${step}:${nodeText(member)}`).join(',')}}`
}
