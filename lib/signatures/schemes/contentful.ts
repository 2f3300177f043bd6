import { type HeaderChange, headerValue } from '#lib/core/headers'
import { latin1, utf8 } from '../bytes'
import { defineScheme } from '../define-scheme'
import { hmacScheme } from '../families/hmac'
import type { Mechanism, SignedParts, Signing } from '../scheme'
import { textKey } from '../secret'
import { signatureText } from '../signature-text'

const SIGNED_HEADERS = 'x-contentful-signed-headers'
const TIMESTAMP = 'x-contentful-timestamp'

const family = hmacScheme({
  headers: [{ name: 'x-contentful-signature' }],
  signed: '{method}{url}{body}',
  timestamp: { header: TIMESTAMP, unit: 'ms', future: false },
})

/**
 * Hex over method, path with query, the headers that `x-contentful-signed-headers` lists (`name:value;name:value`), and body, one per line.
 * The timestamp in milliseconds is one of those headers.
 */
export const contentful = defineScheme(
  {
    id: 'contentful',
    label: 'Contentful',
    secretHint: 'The signing secret of the app or of the space (64 characters)',
    toleranceSeconds: 30,
    docs: 'https://www.contentful.com/developers/docs/webhooks/request-verification/',
    oracle: 'SDK: @contentful/node-apps-toolkit',
    senders: ['contentful'],
  },
  { ...family, signedStrings: (parts) => [signedString(parts)], sign },
)

function signedString({ method, url, headers, body }: Pick<SignedParts, 'method' | 'url' | 'headers' | 'body'>): Uint8Array[] {
  const names = (headerValue(headers, SIGNED_HEADERS) ?? '').split(',').map((name) => name.trim().toLowerCase())
  const pairs = names.map((name) => `${name}:${(headerValue(headers, name) ?? '').trim()}`)
  return [utf8(`${method.toUpperCase()}\n${signedPath(url)}\n`), latin1(pairs.join(';')), utf8('\n'), body]
}

/** As Contentful's toolkit does it: escapes the query as a whole, and then the path together with the escaped query. */
function signedPath(url: string): string {
  const [path = '', query] = url.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, '').split('?')
  try {
    return encodeURI(`${path || '/'}${query ? `?${encodeURIComponent(query)}` : ''}`)
  } catch {
    return path // `path` holds a lone surrogate, which no real URL does
  }
}

function sign({ request, material, now, crypto, alter }: Signing): ReturnType<NonNullable<Mechanism['sign']>> {
  const context = request.headers
    .map(([name]) => name.toLowerCase())
    .filter((name) => /^x-contentful-(?!sign|timestamp)/.test(name))
  const names = [...new Set([...context, SIGNED_HEADERS, TIMESTAMP])].sort().join(',')
  const set: HeaderChange[] = [
    [SIGNED_HEADERS, names],
    [TIMESTAMP, String(Math.floor(now))],
  ]
  const headers = [...set.map(([name, value]) => [name, value!] as const), ...request.headers]
  const text = signatureText(
    { algorithm: 'hmac-sha256', encoding: 'hex' },
    textKey(material)[0],
    signedString({ ...request, headers }),
    crypto,
  )
  return { headers: [...set, ['x-contentful-signature', alter(text)]] }
}
