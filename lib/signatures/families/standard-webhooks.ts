import { headerValue } from '#lib/core/headers'
import { concat, encode } from '../bytes'
import { headerValues } from '../header-format'
import type { Claim, Key, Material, Mechanism, SentSignature, SignatureRequest, Signing } from '../scheme'
import { decodedKey, ed25519PublicHalf, ed25519Seed, publicKeyOf } from '../secret'
import { signatureText } from '../signature-text'
import { signedTemplate } from '../template'
import { readTimestamp, writeTimestamp } from '../timestamp'

type StandardWebhooks = {
  /** `webhook` means `webhook-id`, `webhook-timestamp` and `webhook-signature`. All prefixes are read; the first is written. */
  prefixes?: readonly string[]
  /** How to read the key from the secret, for senders that differ from the standard. */
  key?: (material: Material) => readonly Key[]
}

const ALGORITHMS = { v1: 'hmac-sha256', v1a: 'ed25519' } as const
const signedString = signedTemplate('{id}.{timestamp}.{body}')

/**
 * `webhook-signature: v1,<base64> v1a,<base64>` over `id.timestamp.body`; one match is enough. The secret is base64 after `whsec_`;
 * for `v1a` (Ed25519) a public key `whpk_` verifies and a private key `whsk_` signs.
 * https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 */
export function standardWebhooksScheme({
  prefixes = ['webhook'],
  key = decodedKey('base64', 'whsec_'),
}: StandardWebhooks = {}): Mechanism {
  const keys = (material: Material): readonly Key[] => [
    ...(ed25519Seed(material.secret) ? ed25519PublicHalf(material.secret) : key(material)),
    ...publicKeyOf({ secret: material.secret?.startsWith('whpk_') ? material.secret : null, publicKey: material.publicKey }),
  ]
  return {
    headers: prefixes.map((prefix) => `${prefix}-signature`),
    timestamp: { unit: 's', future: true },
    signsBody: true,
    needsUrl: false,
    keys,
    signedStrings: (parts) => [signedString(parts)],
    claim: (request) => readClaim(request, prefixes),
    sign: (signing) => sign(signing, presentPrefix(signing.request, prefixes), keys),
  }
}

function presentPrefix({ headers }: SignatureRequest, prefixes: readonly string[]): string {
  return prefixes.find((prefix) => headerValue(headers, `${prefix}-signature`) !== null) ?? prefixes[0]!
}

function readClaim(request: SignatureRequest, prefixes: readonly string[]): Claim {
  const prefix = presentPrefix(request, prefixes)
  const header = `${prefix}-signature`
  const values = headerValues(request.headers, header)
  if (values.length === 0) return { found: 'nothing' }
  const [id, timestamp] = [`${prefix}-id`, `${prefix}-timestamp`].map(
    (name) => headerValue(request.headers, name)?.trim() ?? null,
  )
  if (id == null || timestamp == null) {
    const missingHeader = `${prefix}-${id == null ? 'id' : 'timestamp'}`
    return { found: 'malformed', header, why: `${missingHeader} is missing`, missingHeader }
  }
  const signatures = values.flatMap((value) => value.split(/\s+/)).flatMap(sentSignature)
  if (signatures.length === 0) return { found: 'malformed', header, why: 'it has no v1,<base64>' }
  const at = readTimestamp(timestamp, 's')
  if (at === null) return { found: 'malformed', header: `${prefix}-timestamp`, why: 'it is not a number of seconds' }
  return { found: 'signatures', header, signatures, timestamp, id, signedAt: at.at, ...(at.wrongUnit ? { wrongUnit: true } : {}) }
}

function sentSignature(text: string): SentSignature[] {
  const version = text.slice(0, text.indexOf(','))
  if (version !== 'v1' && version !== 'v1a') return []
  return [{ text: text.slice(version.length + 1), algorithm: ALGORITHMS[version], encoding: 'base64' }]
}

function sign(
  { request, material, now, id, crypto, alter }: Signing,
  prefix: string,
  keys: (material: Material) => readonly Key[],
) {
  const timestamp = writeTimestamp(now, 's')
  const signature = { algorithm: 'hmac-sha256', encoding: 'base64' } as const
  const message = signedString({ ...request, timestamp, id, material, signature })
  const seed = ed25519Seed(material.secret)
  const text = seed
    ? `v1a,${alter(encode(crypto.signEd25519(seed, concat(message)), 'base64'))}`
    : `v1,${alter(signatureText(signature, keys(material)[0], message, crypto))}`
  return {
    headers: [[`${prefix}-id`, id] as const, [`${prefix}-timestamp`, timestamp] as const, [`${prefix}-signature`, text] as const],
  }
}
