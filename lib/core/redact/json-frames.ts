import { isSecretField, isSecretName, isSecretPhrase } from './names'

// Finds the credentials that an object or array names: `{"password": …}`, `{"name": "password", "value": …}`, `["Authorization", …]`,
// `{"field": {"ref": "password"}, "text": …}`, `{"columns": ["password"], "rows": …}`.

export type Span = { start: number; end: number }
/** A value that was read. `text`: the text of a string, number or literal; null for objects and arrays. */
export type Value = Span & {
  text: string | null
  kind: 'string' | 'number' | 'literal' | 'object' | 'array'
  /** True for a list, or an object in a list, that contains the name of a credential, but not its value. */
  holdsName?: boolean
  /** The name of a credential, if the object or list only states that name. */
  names?: string | null
  /** Number of columns, if this list is the header row of a table with a credential in it. */
  headOf?: number
  length?: number
}

type Member = Value & { name: string; secret: boolean }

export type Frame = {
  start: number
  take(value: Value, name: string): void
  /** Returns what to mask. `under`: the name of the member that this object is the value of. */
  close(under: string): Span[]
  holdsName: boolean
  names: string | null
  headOf: number
  /** Whether all items may be bytes of a text. */
  bytes: boolean
  length: number
}

/** A member whose name ends with one of these words may name another member. */
const NAMING = words(
  'name key field header param parameter property prop label title attribute attr path pointer variable var env question column k n id ref heading caption prompt placeholder slug loc',
)
/** Members that are never the value of a credential that another member names. */
const NEVER_VALUE = /^(?:_?id|uuid|type|kind)$/i
const VALUE = words(
  'value values val content contents data text answer answers response raw plain plaintext string input v default',
)
/** Words of a change log: the changed field, and its old and new values (`CHANGE`). */
const FIELD = words('field property attribute param parameter column setting')
const CHANGE = words('old new from to before after previous current')
const COLUMNS = /^(?:columns?|cols|columnnames|column_names|fields?|fieldnames|field_names|headers?|keys|names|schema)$/i
/** Names under which XML-to-JSON converters put attributes, and text (`XML_TEXT`). */
const ATTRIBUTES = /^(?:\$|@|_?attr(?:s|ibutes)?|meta)$/i
const XML_TEXT = /^(?:_|\$t|_text|\$value|__text|#text|_?#?cdata)$/
const QUESTION = /question[ _-]?text$/i
/** If such a member is true, the value in the same object is a secret. */
const FLAG = /^(?:is_?)?(?:secret|sensitive|masked|secure|confidential|httponly|hidden)$/i
const SECRET_TYPE =
  /^(?:input_?|input\.)?(?:secret|password|passcode|passphrase|pin|otp|token|credentials?|api_?key|secure_?string|sensitive)$/i
const TYPE = words('type kind')
const PLAIN_VALUE = words('value val')
/** An outer and an inner name that only together name a credential: `{"api": {"key": …}}`. */
const SPLIT =
  /(?:^|[_ -])(?:(?:api|private|access|secret|signing|encryption|ssh|rsa|shared)\.keys?|(?:verification|verify|confirmation|security|recovery|reset|activation|login|sms|backup|one_?time|access)\.codes?|(?:magic|reset|login|activation|confirmation|recovery|invite)\.link|(?:seed|recovery)\.(?:phrase|words?))$/i
const LAST_OF_SPLIT = /^(?:keys?|codes?|link|phrase|words?)$/i
/** The private members of a JSON Web Key. */
const KEY_PART = /^(?:d|p|q|dp|dq|qi|k|oth)$/
const PROBE = 'a1b2c3d4e5f6a7b8'

export function objectFrame(start: number): Frame {
  const members: Member[] = []
  const strong = new Set<string>()
  let weak: string | null = null
  let columns = false
  const has = { flag: false, secretType: false, secretKind: false, keyType: false }
  const frame: Frame = {
    start,
    holdsName: false,
    names: null,
    headOf: 0,
    bytes: false,
    length: 0,
    take(value, name) {
      const { text, kind, holdsName = false, names = null } = value
      const secret = text === null ? isSecretName(name, 'json') : isSecretField(name, text, 'json')
      members.push({ ...value, name, secret })
      if (holdsName && COLUMNS.test(name)) columns = true
      if (kind === 'literal' && text === 'true' && FLAG.test(name)) has.flag = true
      if (secret) return
      if (names !== null && (NAMING(name) || QUESTION.test(name) || ATTRIBUTES.test(name))) strong.add(name)
      if (kind !== 'string' || text === null) return
      if (name === 'kty') has.keyType = true
      if (name === 'kind' && text === 'Secret') has.secretKind = true
      if (SECRET_TYPE.test(text) && TYPE(name)) has.secretType = true
      if (!(NAMING(name) || QUESTION.test(name)) || !mayBeName(text)) return
      if (isSecretName(text, 'header')) strong.add(name)
      else if (isSecretField(text, PROBE, 'field')) weak = text
    },
    close(under) {
      const ofField = strong.size > 0 && [...strong].some(FIELD)
      const two = members.length === 2
      const isValue = (name: string) => VALUE(name) || XML_TEXT.test(name)
      const masked = members.filter(({ name, kind, text, secret, holdsName }) => {
        if (secret) return true
        if (columns && kind === 'array' && !holdsName) return true
        if (kind === 'literal') return false
        if (
          strong.size > 0 &&
          !strong.has(name) &&
          (isValue(name) || (two && text !== null && !NEVER_VALUE.test(name)) || (ofField && CHANGE(name)))
        )
          return true
        if ((has.flag || has.secretType) && PLAIN_VALUE(name)) return true
        if (has.secretKind && (name === 'data' || name === 'stringData')) return true
        if (has.keyType && KEY_PART.test(name)) return true
        if (text !== null && LAST_OF_SPLIT.test(name) && SPLIT.test(`${under}.${name}`)) return true
        return weak !== null && text !== null && VALUE(name) && isSecretField(weak, text, 'field')
      })
      frame.names = standsFor(members, strong, isValue)
      frame.holdsName =
        frame.names !== null || (columns && !members.some(({ kind, holdsName }) => kind === 'array' && !holdsName))
      return masked
    },
  }
  return frame
}

/** The name of a credential whose value is outside this object: `{"ref": "password"}`, `{"S": "password"}`. null if there is none. */
function standsFor(members: readonly Member[], strong: ReadonlySet<string>, isValue: (name: string) => boolean): string | null {
  const [only] = members
  if (members.length === 1 && only!.kind === 'string' && mayBeName(only!.text!) && isSecretName(only!.text!, 'header')) {
    return only!.text
  }
  if (members.some(({ name, kind }) => isValue(name) && !strong.has(name) && kind !== 'literal')) return null
  const named = members.find(({ name }) => strong.has(name))
  return named ? (named.text ?? named.names ?? null) : null
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

/** Headers whose values are names of headers. */
const NAMES_HEADERS = /^(?:vary|trailer|te|connection|via|access-control-)/i

export function arrayFrame(start: number): Frame {
  let first: Value | null = null
  let previous: string | null = null
  let onlyValue: Span | null = null
  let inKey = false
  let allStrings = true
  let nameAt = -1
  const afterNames: Span[] = []
  const afterOptions: Span[] = []
  const keyLines: Span[] = []
  const rows: Span[] = []
  const frame: Frame = {
    start,
    holdsName: false,
    names: null,
    headOf: 0,
    bytes: true,
    length: 0,
    take(value) {
      const { start: from, end, text, kind } = value
      const at = frame.length
      if (kind !== 'number' || text === null || !/^\d{1,3}$/.test(text) || Number(text) > 255) frame.bytes = false
      if (kind !== 'string') allStrings = false
      const isName = kind === 'string' && text !== null && text.length <= 60 && !/\s/.test(text) && isSecretPhrase(text)
      if (isName) nameAt = at
      if (isName || (kind === 'object' && value.holdsName)) frame.holdsName = true
      if (at === 0) first = value
      if (at === 1) onlyValue = { start: from, end }
      if (previous !== null && kind !== 'literal') {
        if (at % 2 === 1) afterNames.push({ start: from, end })
        if (/^--?\w/.test(previous)) afterOptions.push({ start: from, end })
      }
      if (at > 0 && kind === 'array' && first!.headOf && value.length === first!.headOf) rows.push({ start: from, end })
      if (inKey) keyLines.push({ start: from, end })
      if (kind === 'string' && text!.includes('PRIVATE KEY')) inKey = /-BEGIN /.test(text!) // a private key, line by line
      previous = isName ? text : null
      frame.length += 1
    },
    close() {
      const count = frame.length
      if (count < 8) frame.bytes = false
      if (allStrings && count > 0 && count <= 8 && nameAt === count - 1) frame.names = 'secret'
      const head = first?.kind === 'string' ? first.text! : null
      const isPair = count === 2 && (nameAt === 0 || NAMES_HEADERS.test(head ?? ''))
      if (allStrings && nameAt >= 0 && count > 1 && !isPair) frame.headOf = count
      if (count === 2 && head !== null && mayBeName(head) && isSecretName(head, 'header') && onlyValue) return [onlyValue]
      const named = count % 2 === 0 ? afterNames : [] // names and values alternate, as in Node's rawHeaders
      return [...named, ...afterOptions, ...keyLines, ...rows]
    },
  }
  return frame
}
