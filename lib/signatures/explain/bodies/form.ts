import { FORM_TYPE, mediaType } from '#lib/core/content-type'
import { utf8 } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

const isForm = ({ contentType }: SentBody) => mediaType(contentType) === FORM_TYPE

/** A form was signed as raw text but is verified as parsed fields, or the other way round. */
export function formVariants(sent: SentBody): BodyVariant[] {
  const { text } = sent
  if (text === null || text.length > 1_048_576) return []
  const variant = (what: string, make: () => string | null): BodyVariant => ({
    code: 'body_form',
    what,
    bytes() {
      const made = make()
      return made === null ? null : utf8(made)
    },
  })
  if (!isForm(sent)) {
    return /^\s*[[{]/.test(text)
      ? [
          variant('the JSON as the form field `payload`', () => `payload=${encodeForm(text)}`),
          variant('the JSON as the form field `payload`, with spaces as %20', () => `payload=${encodeURIComponent(text)}`),
        ]
      : []
  }
  const pairs = [...new URLSearchParams(text)]
  const joined = (encode: (part: string) => string, all = pairs) =>
    all.map(([name, value]) => `${encode(name)}=${encode(value)}`).join('&')
  const single = (name: string) => () => pairs.find(([each]) => each === name)?.[1] ?? null
  const sorted = [...pairs].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return [
    variant('the value of the form field `payload`', single('payload')),
    variant('the value of the form field `json`', single('json')),
    variant('the value of the form field `data`', single('data')),
    variant('the only value of the form', () => (pairs.length === 1 ? pairs[0]![1] : null)),
    variant('the form serialised again, with spaces as +', () => new URLSearchParams(pairs).toString()),
    variant('the form serialised again, as PHP’s http_build_query and Python’s urlencode write it', () => joined(encodeForm)),
    variant('the form serialised again, with spaces as %20', () => joined(encodeStrictly)),
    variant('the form serialised again, as encodeURIComponent writes it', () => joined(encodeURIComponent)),
    variant('the form with its fields sorted', () => joined(encodeForm, sorted)),
    variant('the form with lower-case hex digits', () => text.replace(/%[0-9a-f]{2}/gi, (sequence) => sequence.toLowerCase())),
    variant('the form with upper-case hex digits', () => text.replace(/%[0-9a-f]{2}/gi, (sequence) => sequence.toUpperCase())),
    variant('the decoded form', () => joined((part) => part)),
    variant('the fields of the form as JSON', () => JSON.stringify(Object.fromEntries(pairs))),
    variant(
      'the fields of the form as JSON, with `, ` and `: `',
      () => `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(', ')}}`,
    ),
  ]
}

/** Escapes everything but the unreserved characters of RFC 3986. */
function encodeStrictly(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}

const encodeForm = (text: string) => encodeStrictly(text).replaceAll('%20', '+').replaceAll('~', '%7E')
