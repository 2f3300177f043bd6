import { concat, utf8 } from '../../bytes'
import type { BodyVariant, SentBody } from './variant'

/** Line endings or trailing white space were lost or added on the way. */
export function newlineVariants({ body, text }: SentBody): BodyVariant[] {
  const variant = (what: string, bytes: () => Uint8Array | null): BodyVariant => ({ code: 'body_newline', what, bytes })
  const withEnd = (end: string) => () => concat([body, utf8(end)])
  const rewritten = (change: (text: string) => string) => () => (text === null ? null : utf8(change(text)))
  return [
    variant('the body with a line feed (LF) at its end', withEnd('\n')),
    variant('the body with CRLF at its end', withEnd('\r\n')),
    variant('the body without the line feed at its end', () => (body.at(-1) === 0x0a ? body.subarray(0, -1) : null)),
    variant(
      'the body without the line break at its end',
      rewritten((all) => all.replace(/[\r\n]+$/, '')),
    ),
    variant(
      'the body without the white space around it',
      rewritten((all) => all.trim()),
    ),
    variant(
      'the body with LF instead of CRLF',
      rewritten((all) => all.replaceAll('\r\n', '\n')),
    ),
    variant(
      'the body with CRLF instead of LF',
      rewritten((all) => all.replace(/\r?\n/g, '\r\n')),
    ),
    variant(
      'the body without any line breaks',
      rewritten((all) => all.replace(/[\r\n]+/g, '')),
    ),
  ]
}
