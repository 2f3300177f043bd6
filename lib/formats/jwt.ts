import { utf8Text } from '#lib/core/content'
import { base64Bytes } from './base64'
import { headText } from './decode-text'
import type { Format, JwtTime, View } from './format'
import { parseJson } from './json'
import { childByKey, nodeKind, nodeSource, type Tree } from './tree'

/** Header and claims of a signed token (RFC 7515 section 7.1, RFC 7519). The signature is not checked. */
export type Jwt = Extract<View, { shape: 'jwt' }>

const TIME_CLAIMS = ['iat', 'nbf', 'exp', 'auth_time', 'updated_at', 'toe']

/** Null if `text` is not a token, that is, three base64url pieces of which the first two are JSON objects. */
export function readJwt(text: string): Jwt | null {
  const pieces = text
    .replace(/^bearer\s+/i, '')
    .trim()
    .split('.', 4)
  if (pieces.length !== 3 || !text.includes('eyJ')) return null
  const header = jsonPiece(pieces[0]!)
  const claims = jsonPiece(pieces[1]!)
  if (header === null || claims === null || base64Bytes(pieces[2]!) === null) return null
  return { shape: 'jwt', header, claims, signature: pieces[2]!, times: claimTimes(claims) }
}

function jsonPiece(piece: string): Tree | null {
  const bytes = base64Bytes(piece)
  const text = bytes === null ? null : utf8Text(bytes)
  if (text === null) return null
  const tree = parseJson(text)
  return tree.problem === null && nodeKind(tree, 0) === 'object' ? tree : null
}

function claimTimes(claims: Tree): JwtTime[] {
  return TIME_CLAIMS.flatMap((claim) => {
    const node = childByKey(claims, 0, claim)
    return node !== null && nodeKind(claims, node) === 'number' ? [{ claim, unixSeconds: Number(nodeSource(claims, node)) }] : []
  })
}

/** A body that consists of one token: `application/jwt`, security events (RFC 8417). */
export const jwt: Format = {
  guess({ bytes, contentType }) {
    const head = headText(bytes, 200)
    if (!/^(?:bearer\s+)?eyJ[\w-]*\.eyJ/i.test(head)) return contentType.essence === 'application/jwt' ? 60 : 0
    return 85
  },
  view({ bytes }) {
    if (bytes.length > 1 << 20) return { failed: 'a token is not longer than 1 MB' }
    const token = readJwt(utf8Text(bytes) ?? '')
    return token === null
      ? { failed: 'it is not header.claims.signature in base64url' }
      : { view: token, notes: ['The signature is not checked.'] }
  },
}
