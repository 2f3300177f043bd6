import { utf8 } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

/** The body stream was already consumed when the signature was computed, so an empty string or something like `[object Object]` was signed. */
export function emptyVariants({ body }: SentBody): BodyVariant[] {
  if (body.length === 0) return [{ code: 'body_reserialised', what: 'an empty object, `{}`', bytes: () => utf8('{}') }]
  return ['', '{}', '[object Object]', 'undefined', 'null'].map((text) => ({
    code: 'body_reserialised',
    what: text === '' ? 'an empty body, because the body had been read before' : `\`${text}\` instead of the body`,
    bytes: () => utf8(text),
  }))
}
