import { isSecretField, isSecretName, isSecretPhrase } from './names'

// Finds the credentials that an object or array names: `{"password": …}`, `{"name": "password", "value": …}`, `["Authorization", …]`,
// `{"columns": ["password"], "rows": …}`.

export type Span = { start: number; end: number }
/** A value that was read. `text`: the text of a string, number or literal; null for objects and arrays. */
export type Value = Span & {
  text: string | null
  kind: 'string' | 'number' | 'literal' | 'object' | 'array'
  holdsName?: boolean
}

type Member = Span & { name: string; kind: Value['kind']; text: string | null; secret: boolean; holdsName: boolean }

export type Frame = { start: number; take(value: Value, name: string): void; close(): Span[]; holdsName: boolean; bytes: boolean }

/** A member whose name ends with one of these words may name another member. */
const NAMING = words(
  'name key field header param parameter property prop label title attribute attr path pointer variable var env question type column k n id ref',
)
const VALUE = words(
  'value values val content contents data text answer answers response raw plain plaintext string input v default',
)
/** Words of a change log: the changed field, and its old and new values (`CHANGE`). */
const FIELD = words('field property attribute param parameter column setting')
const CHANGE = words('old new from to before after previous current')
const COLUMNS = /^(?:columns?|cols|fields?|fieldnames|headers?|keys|names|schema)$/i
const PROBE = 'a1b2c3d4e5f6a7b8'

export function objectFrame(start: number): Frame {
  const members: Member[] = []
  const strong: { name: string }[] = []
  let weak: string | null = null
  let columns: string | null = null
  return {
    start,
    holdsName: false,
    bytes: false,
    take({ start: from, end, text, kind, holdsName = false }, name) {
      const secret = text === null ? isSecretName(name, 'json') : isSecretField(name, text, 'json')
      members.push({ start: from, end, name, kind, text, secret, holdsName })
      if (holdsName && COLUMNS.test(name)) columns = name
      if (secret || kind !== 'string' || text === null || !NAMING(name) || !mayBeName(text)) return
      if (isSecretName(text, 'header')) strong.push({ name })
      else if (isSecretField(text, PROBE, 'field')) weak = text
    },
    close() {
      const ofField = strong.some(({ name }) => FIELD(name))
      const two = members.length === 2
      return members.filter(({ name, kind, text, secret, holdsName }) => {
        if (secret) return true
        if (columns !== null && kind === 'array' && !holdsName) return true
        if (kind === 'literal') return false
        const isNaming = strong.some((each) => each.name === name)
        if (strong.length > 0 && !isNaming && (VALUE(name) || (two && text !== null) || (ofField && CHANGE(name)))) return true
        return weak !== null && text !== null && VALUE(name) && isSecretField(weak, text, 'field')
      })
    },
  }
}

/** Returns a function that checks whether the last word of a name is in the list: `fieldValue`, `env_var`. */
function words(list: string): (name: string) => boolean {
  const all = new Set(list.split(' '))
  return (name) => {
    if (name.length > 60) return false
    const last = /(?:[A-Z]?[a-z]+|[A-Z]+|\d+)$/.exec(name)?.[0] ?? ''
    return all.has(last.toLowerCase())
  }
}

function mayBeName(text: string): boolean {
  return text.length <= 80 && !/[\n<>{}]/.test(text) && text.split(' ', 8).length <= 7
}

export function arrayFrame(start: number): Frame {
  let count = 0
  let first: string | null = null
  let previous: string | null = null
  let onlyValue: Span | null = null
  const afterNames: Span[] = []
  const frame: Frame = {
    start,
    holdsName: false,
    bytes: true,
    take({ start: from, end, text, kind }) {
      if (kind !== 'number' || text === null || !/^\d{1,3}$/.test(text) || Number(text) > 255) frame.bytes = false
      const isName = kind === 'string' && text !== null && text.length <= 60 && !/\s/.test(text) && isSecretPhrase(text)
      if (isName) frame.holdsName = true
      if (count === 0) first = kind === 'string' ? text : null
      if (count === 1) onlyValue = { start: from, end }
      if (count % 2 === 1 && previous !== null && kind !== 'literal') afterNames.push({ start: from, end })
      previous = isName ? text : null
      count += 1
    },
    close() {
      if (count < 8) frame.bytes = false
      const isPair = count === 2 && first !== null && mayBeName(first) && isSecretName(first, 'header')
      if (isPair && onlyValue) return [onlyValue]
      return count % 2 === 0 ? afterNames : [] // names and values alternate, as in Node's rawHeaders
    },
  }
  return frame
}
