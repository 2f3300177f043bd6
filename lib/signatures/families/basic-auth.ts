import { encode, utf8 } from '../bytes'
import type { Mechanism } from '../scheme'
import { tokenScheme } from './token'

/** `Authorization: Basic <base64 of user:password>` (RFC 7617): user and password are part of the URL that the provider calls. */
export function basicAuthScheme(): Mechanism {
  return tokenScheme({
    header: 'Authorization',
    prefix: 'Basic ',
    key: ({ secret }) => (secret ? [{ label: 'user:password in base64', bytes: utf8(encode(utf8(secret), 'base64')) }] : []),
  })
}
