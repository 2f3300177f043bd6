import { utf8 } from '../../bytes'
import { type JsonSource, type JsonStyle, readJsonSource, writeJson } from '../json-source'
import {
  asciiString,
  dotNetString,
  ESCAPE_ONLY,
  goString,
  gsonString,
  phpString,
  phpUnicodeString,
  plainString,
} from '../json-strings'
import type { BodyVariant, SentBody } from './variant'

/** JavaScript has one kind of number: 1.0 becomes 1, and integers beyond 2^53 lose their last digits. */
const jsNumber = (raw: string) => {
  const value = Number(raw)
  return Object.is(value, -0) ? '0' : String(value)
}

/** Python keeps integers exactly and has its own format for floating-point numbers. */
const pythonNumber = (raw: string) => {
  if (/^-?\d+$/.test(raw)) return raw
  const text = String(Number(raw))
  return /^-?\d+$/.test(text) ? `${text}.0` : text.replace(/e([+-])(\d)$/, 'e$10$2')
}

const PYTHON = { comma: ', ', colon: ': ' }

/** Large bodies are tried only with this many of the likeliest styles and spellings. */
const COMMON_STYLES = 11
const COMMON_SPELLINGS = 6

/** What common libraries write when a program parses a body and serialises it again, most likely first. */
const STYLES: readonly { what: string; style: JsonStyle }[] = [
  { what: 'the JSON without spaces, as JSON.stringify writes it', style: { string: plainString, number: jsNumber } },
  { what: 'the JSON without spaces', style: {} },
  {
    what: 'the JSON with `, ` and `: `, as Python’s json.dumps writes it',
    style: { ...PYTHON, string: asciiString, number: pythonNumber },
  },
  {
    what: 'the JSON with `, ` and `: `, as Python writes it with ensure_ascii=False',
    style: { ...PYTHON, string: plainString, number: pythonNumber },
  },
  { what: 'the JSON with `, ` and `: `', style: PYTHON },
  {
    what: 'the JSON without spaces, as Python writes it with separators=(",", ":")',
    style: { string: asciiString, number: pythonNumber },
  },
  { what: 'the JSON as PHP’s json_encode writes it', style: { string: phpString } },
  { what: 'the JSON as PHP writes it with JSON_UNESCAPED_UNICODE', style: { string: phpUnicodeString } },
  { what: 'the JSON as PHP writes it with JSON_UNESCAPED_SLASHES', style: { string: asciiString } },
  { what: 'the JSON indented by 2 spaces', style: { indent: '  ', colon: ': ', string: plainString, number: jsNumber } },
  { what: 'the JSON indented by 4 spaces', style: { indent: '    ', colon: ': ', string: plainString, number: jsNumber } },
  { what: 'the JSON indented by tabs', style: { indent: '\t', colon: ': ', string: plainString, number: jsNumber } },
  {
    what: 'the JSON as Python writes it with indent=2',
    style: { indent: '  ', colon: ': ', string: asciiString, number: pythonNumber },
  },
  {
    what: 'the JSON as Python writes it with indent=4',
    style: { indent: '    ', colon: ': ', string: asciiString, number: pythonNumber },
  },
  { what: 'the JSON as PHP writes it with JSON_PRETTY_PRINT', style: { indent: '    ', colon: ': ', string: phpString } },
  { what: 'the JSON with its keys sorted, without spaces', style: { sortKeys: true, string: plainString, number: jsNumber } },
  {
    what: 'the JSON as Go’s json.Marshal writes a map: keys sorted, `<` as `\\u003c`',
    style: { sortKeys: true, string: goString, number: jsNumber },
  },
  { what: 'the JSON as Go’s json.Marshal writes it', style: { string: goString, number: jsNumber } },
  {
    what: 'the JSON as Python writes it with sort_keys=True',
    style: { ...PYTHON, sortKeys: true, string: asciiString, number: pythonNumber },
  },
  {
    what: 'the JSON as Python writes it with sort_keys=True, without spaces',
    style: { sortKeys: true, string: asciiString, number: pythonNumber },
  },
  { what: 'the JSON as .NET’s System.Text.Json writes it', style: { string: dotNetString } },
  { what: 'the JSON as Gson writes it', style: { string: gsonString } },
  { what: 'the JSON indented by 2 spaces, with its numbers and escapes unchanged', style: { indent: '  ', colon: ': ' } },
]

/** Bodies that differ only in how their strings are escaped. */
export function escapingVariants({ text }: SentBody): BodyVariant[] {
  if (text === null) return []
  return ESCAPE_ONLY.map(({ what, needs, rewrite }, i) => ({
    code: 'body_escaping',
    isRare: i >= COMMON_SPELLINGS,
    what: `the body with ${what}`,
    bytes: () => (needs.test(text) ? utf8(rewriteStrings(text, rewrite)) : null),
  }))
}

/** Rewrites strings in place and leaves everything else unchanged. */
function rewriteStrings(text: string, rewrite: (raw: string) => string): string {
  return text.replace(/"([^"\\]*(?:\\.[^"\\]*)*)"/g, (_, raw: string) => `"${rewrite(raw)}"`)
}

/** Bodies that a program may write after it has parsed this one. */
export function jsonVariants(sent: SentBody): BodyVariant[] {
  const { text } = sent
  let source: JsonSource | null | undefined
  const read = () => {
    source ??= text === null ? null : readJsonSource(text.replace(/^\uFEFF/, ''))
    return source
  }
  if (text === null || !/^\uFEFF?\s*[[{]/.test(text)) return []
  return STYLES.map(({ what, style }, i) => ({
    code: 'body_reserialised',
    isRare: i >= COMMON_STYLES,
    what,
    bytes() {
      const json = read()
      return json ? utf8(writeJson(json, style)) : null
    },
  }))
}

/**
 * The body as JSON.stringify(JSON.parse(body)) would write it. `keptText` is the same with its numbers unchanged. null if it is not JSON.
 */
export function reserialised(text: string): { text: string; keptText: string; changesNumbers: boolean } | null {
  const json = readJsonSource(text.replace(/^\uFEFF/, ''))
  if (!json) return null
  const keptText = writeJson(json, { string: plainString })
  const changed = writeJson(json, { string: plainString, number: jsNumber })
  return { text: changed, keptText, changesNumbers: keptText !== changed }
}
