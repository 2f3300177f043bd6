import type { Verdict } from '#lib/core/capture'
import type { SignatureCrypto } from './crypto/crypto'
import { portableCrypto } from './crypto/portable'
import { readKeyDocument } from './crypto/public-key'
import type {
  Binding,
  Claim,
  Key,
  Material,
  Scheme,
  SentSignature,
  SignatureClaim,
  SignatureRequest,
  SignedParts,
} from './scheme'
import { matches } from './signature-text'
import { signedUrl } from './signed-url'

export type { Verdict }

export type VerifyOptions = {
  /** When the request arrived, in milliseconds since 1970. */
  now: number
  /** The URL as configured at the provider; if it has no query, the request's query is added. Omitted: the URL of the request. */
  url?: string | null
  /** Overrides the scheme's own tolerance. */
  toleranceSeconds?: number | null
  /** Documents that were fetched from `scheme.keyUrl(request)`, by URL. */
  keys?: ReadonlyMap<string, string>
  crypto?: SignatureCrypto
}

export type Verification = {
  /** null: undecided until the key at `needsKey` is fetched. */
  verdict: Verdict | null
  /** Header or body field that carries the signature. */
  header: string | null
  /** Milliseconds since 1970. */
  signedAt: number | null
  ageSeconds: number | null
  /** Position of the signature that matched, from 0; null if none did. */
  matched: number | null
  /** URL of the provider's key that has to be fetched first; null if nothing is missing. */
  needsKey: string | null
  claim: Claim
  /** Bindings of the signed string that do not match this request. */
  broken: readonly Binding[]
}

/**
 * Judges one request by one secret. Pure: the clock and fetched keys are passed in. Never throws, whatever the request.
 *
 * `late` means a correct signature whose timestamp is outside the tolerance.
 */
export function verify(scheme: Scheme, request: SignatureRequest, material: Material, options: VerifyOptions): Verification {
  const claim = scheme.claim(request)
  const nothing = { header: null, signedAt: null, ageSeconds: null, matched: null, needsKey: null, claim, broken: [] }
  if (claim.found === 'nothing') return { ...nothing, verdict: 'missing' }
  if (claim.found === 'malformed') return { ...nothing, verdict: 'invalid', header: claim.header }
  const { keys, needsKey } = keysFor(scheme, request, material, options.keys)
  const { header, signedAt } = claim
  const age = ageSeconds(scheme, claim, options.now)
  if (needsKey !== null) return { ...nothing, verdict: null, header, signedAt, ageSeconds: age, needsKey }
  const parts = partsOf(request, claim, material, options.url)
  const crypto = options.crypto ?? portableCrypto
  const matched = matchedSignature(scheme, claim, parts, keys, crypto)
  const broken = matched === null ? [] : brokenBindings(scheme, parts, claim.signatures[matched]!, crypto)
  const fits = matched !== null && broken.length === 0
  const verdict = !fits ? 'invalid' : isLate(scheme, claim, options) ? 'late' : 'valid'
  return { verdict, header, signedAt, ageSeconds: age, matched, needsKey: null, claim, broken }
}

/** The parts that a claim's signatures should cover. */
export function partsOf(
  request: SignatureRequest,
  claim: SignatureClaim,
  material: Material,
  url?: string | null,
): Omit<SignedParts, 'signature'> {
  const { method, headers, body } = request
  return { method, headers, body, url: signedUrl(request.url, url ?? null), timestamp: claim.timestamp, id: claim.id, material }
}

/** The owner's keys; if there are none, the keys that the provider publishes for this request. */
export function keysFor(scheme: Scheme, request: SignatureRequest, material: Material, fetched?: ReadonlyMap<string, string>) {
  const keys = scheme.keys(material)
  const url = keys.length > 0 ? null : (scheme.keyUrl?.(request) ?? null)
  const document = url === null ? undefined : fetched?.get(url)
  if (document === undefined) return { keys, needsKey: url }
  const published = readKeyDocument(document).map(
    ({ kid, key }): Key => ({ label: `${key.type} key of the provider`, publicKey: key, keyId: kid }),
  )
  return { keys: published, needsKey: null }
}

/** Index of the first signature that matches a key; with `every`, 0 if all match. */
function matchedSignature(
  scheme: Scheme,
  claim: SignatureClaim,
  parts: Omit<SignedParts, 'signature'>,
  keys: readonly Key[],
  crypto: SignatureCrypto,
) {
  const fits = (signature: SentSignature) =>
    scheme.signedStrings({ ...parts, signature }).some((message) => keys.some((key) => matches(signature, key, message, crypto)))
  if (claim.every) return claim.signatures.every(fits) ? 0 : null
  const at = claim.signatures.findIndex(fits)
  return at < 0 ? null : at
}

export function brokenBindings(
  scheme: Scheme,
  parts: Omit<SignedParts, 'signature'>,
  signature: SentSignature,
  crypto: SignatureCrypto,
): readonly Binding[] {
  return (scheme.bindings?.({ ...parts, signature }, crypto) ?? []).filter(({ sent, expected }) => sent !== expected)
}

/** Whole seconds, like the SDKs: a timestamp in seconds is compared with the clock rounded down to seconds. */
export function ageSeconds(scheme: Scheme, { signedAt }: SignatureClaim, now: number): number | null {
  if (signedAt === null) return null
  const at = scheme.timestamp?.unit === 's' ? Math.floor(now / 1000) * 1000 : now
  return Math.floor((at - signedAt) / 1000)
}

function isLate(scheme: Scheme, claim: SignatureClaim, { now, toleranceSeconds }: VerifyOptions): boolean {
  if (claim.wrongUnit) return true
  if (claim.expiresAt !== undefined && now >= claim.expiresAt) return true
  if (claim.notBefore !== undefined && now < claim.notBefore) return true
  const tolerance = toleranceSeconds ?? scheme.toleranceSeconds
  if (tolerance === null || claim.signedAt === null || !scheme.timestamp) return false
  const at = scheme.timestamp.unit === 's' ? Math.floor(now / 1000) * 1000 : now
  const age = at - claim.signedAt
  return age > tolerance * 1000 || (scheme.timestamp.future && age < -tolerance * 1000)
}
