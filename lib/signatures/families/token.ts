import { headerValue } from '#lib/core/headers'
import { utf8 } from '../bytes'
import { headerValues } from '../header-format'
import type { Claim, Mechanism, SentSignature, SignatureRequest } from '../scheme'
import { type KeyReader, textKey } from '../secret'
import { signatureText } from '../signature-text'

type TokenHeader = {
  header: string
  /** Such as `Bearer `. */
  prefix?: string
  key?: KeyReader
}

/** The shared value itself is sent in a header. Nothing is signed, so neither the body nor the time is proven. */
export function tokenScheme({ header, prefix = '', key = textKey }: TokenHeader): Mechanism {
  return plainToken({
    headers: [header],
    key,
    claim(request) {
      const values = headerValues(request.headers, header)
      if (values.length === 0) return { found: 'nothing' }
      const fits = values.filter((value) => value.toLowerCase().startsWith(prefix.toLowerCase()))
      if (fits.length === 0) return { found: 'malformed', header, why: `it does not start with ${prefix.trim()}` }
      return tokenClaim(
        header,
        fits.map((value) => value.slice(prefix.length)),
      )
    },
    write: (request, token) => ({ headers: [[headerName(request, header), prefix + token]] }),
  })
}

type PlainToken = Pick<Mechanism, 'headers' | 'claim'> & {
  write(request: SignatureRequest, token: string): ReturnType<NonNullable<Mechanism['sign']>>
  key?: KeyReader
}

/** A shared value that is compared as it is, wherever the request carries it. */
export function plainToken({ headers, claim, write, key = textKey }: PlainToken): Mechanism {
  return {
    headers,
    timestamp: null,
    signsBody: false,
    needsUrl: false,
    keys: key,
    signedStrings: () => [[]],
    claim,
    sign({ request, material, crypto, alter }) {
      return write(request, alter(signatureText({ algorithm: 'plain', encoding: 'hex' }, key(material)[0], [], crypto)))
    },
  }
}

export function tokenClaim(where: string, tokens: readonly string[], every = false): Claim {
  const signatures = tokens.map((text): SentSignature => ({ text, algorithm: 'plain', encoding: 'hex' }))
  return { found: 'signatures', header: where, signatures, every, timestamp: '', id: '', signedAt: null }
}

/** Converts text from JSON to the latin-1 form that header values have. */
export function asHeaderText(text: string): string {
  return Array.from(utf8(text), (byte) => String.fromCharCode(byte)).join('')
}

/** The header name in this request's own spelling. */
function headerName({ headers }: SignatureRequest, name: string): string {
  return headerValue(headers, name) === null
    ? name
    : (headers.find(([each]) => each.toLowerCase() === name.toLowerCase())?.[0] ?? name)
}
