import { headerValue } from '#lib/core/headers'
import type { Binding, Mechanism } from '../scheme'
import { publicKeysOf } from '../secret'
import { type Claims, jwtScheme, readToken } from './jwt'

/** Where Google publishes its keys: for ID tokens as a JWK Set, for its service accounts as certificates by key id. */
const ID_TOKEN_KEYS = 'https://www.googleapis.com/oauth2/v3/certs'
const ACCOUNT_KEYS = 'https://www.googleapis.com/service_accounts/v1/metadata/x509/'

type GoogleToken = {
  issuers: readonly string[]
  /** The only account that may send. */
  email?: string
}

/** A bearer token that Google signs for an audience: the URL, or the owner's secret if one is set. */
export function googleToken({ issuers, email }: GoogleToken): Mechanism {
  return {
    ...jwtScheme({
      header: 'Authorization',
      prefix: 'Bearer ',
      algorithms: ['RS256'],
      key: ({ publicKey }) => publicKeysOf({ secret: null, publicKey }),
      needsUrl: true,
      signsBody: false,
      bindings: (claims, { url, material }) => bindings(claims, material.secret || url),
      claims: null,
    }),
    keyUrl({ headers }) {
      const token = (headerValue(headers, 'authorization') ?? '').replace(/^bearer /i, '').trim()
      const issuer = readToken(token)?.claims.iss
      return email !== undefined && issuer === email ? ACCOUNT_KEYS + email : ID_TOKEN_KEYS
    },
  }

  function bindings({ aud, iss, ...claims }: Claims, audience: string): Binding[] {
    const issuer = issuers.find((each) => each === iss) ?? issuers[0]!
    return [
      { name: 'aud', sent: String(aud), expected: audience, concerns: 'url' },
      { name: 'iss', sent: String(iss), expected: issuer, concerns: 'other' },
      ...(email !== undefined && iss !== email
        ? [{ name: 'email', sent: String(claims.email), expected: email, concerns: 'other' as const }]
        : []),
    ]
  }
}
