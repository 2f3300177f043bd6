import type { SenderId } from '#lib/senders/index'
import type { SignatureCrypto } from './crypto/crypto'
import { appliesTo, senderOf } from './detect'
import type { Material, Scheme, SignatureRequest } from './scheme'
import { type Verdict, type Verification, verify } from './verify'

/** A secret of a bin, unsealed. */
export type JudgingSecret = {
  id: string
  scheme: Scheme
  material: Material
  /** The URL as the provider knows it; null: the URL that was called. */
  url: string | null
  /** null: the scheme's default. */
  toleranceSeconds: number | null
}

export type Judgement = {
  secret: JudgingSecret
  verification: Verification
  /** The bin has a newer secret of the same scheme, which did not match. */
  isOlder: boolean
}

type JudgeOptions = { now: number; crypto: SignatureCrypto; keys: ReadonlyMap<string, string> }

const RANK: Readonly<Record<Verdict, number>> = { valid: 0, late: 1, invalid: 3, missing: 4 }
const UNKNOWN_RANK = 2

/**
 * Judges a request by the secrets of its bin, newest first. The best verdict counts; among equal verdicts, the newest secret's. Returns null
 * if no secret applies to the request.
 */
export function judge(
  secrets: readonly JudgingSecret[],
  request: SignatureRequest,
  { now, crypto, keys }: JudgeOptions,
): Judgement | null {
  let best: Judgement | null = null
  const senderHere = senderOnce(request)
  for (const secret of secrets) {
    const { scheme, material, url, toleranceSeconds } = secret
    if (!appliesTo(scheme, request, senderHere)) continue
    const verification = verify(scheme, request, material, { now, crypto, keys, url, toleranceSeconds })
    if (best !== null && rankOf(verification) >= rankOf(best.verification)) continue
    best = { secret, verification, isOlder: best !== null && best.secret.scheme.id === scheme.id }
    if (verification.verdict === 'valid') break
  }
  return best
}

function rankOf({ verdict }: Verification): number {
  return verdict === null ? UNKNOWN_RANK : RANK[verdict]
}

/** Computed on demand and once: recognising a sender may read the body, and is only needed if no signature is found. */
function senderOnce(request: SignatureRequest): () => SenderId | null {
  let found: { sender: SenderId | null } | null = null
  return () => {
    found ??= { sender: senderOf(request) }
    return found.sender
  }
}
