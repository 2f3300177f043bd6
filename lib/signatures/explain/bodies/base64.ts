import { decode, encode, utf8 } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

/** Serverless platforms pass the body in base64 or as a JSON string. */
export function base64Variants({ body, text }: SentBody): BodyVariant[] {
  const variant = (what: string, bytes: () => Uint8Array | null): BodyVariant => ({ code: 'body_base64', what, bytes })
  return [
    variant('the body in base64', () => utf8(encode(body, 'base64'))),
    variant('the bytes that the body encodes in base64', () => (text === null ? null : decode(text.trim(), 'base64'))),
    variant('the body in base64url', () => utf8(encode(body, 'base64url'))),
    variant('the body written as a JSON string', () => (text === null ? null : utf8(JSON.stringify(text)))),
    variant('the text inside the JSON string that is the body', () =>
      text?.trimStart().startsWith('"') ? jsonString(text) : null,
    ),
  ]
}

function jsonString(text: string): Uint8Array | null {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'string' ? utf8(value) : null
  } catch {
    return null
  }
}
