import { byteCount } from '../bytes'
import { portableCrypto } from '../crypto/portable'
import type { Algorithm, Key, Scheme, SentSignature, SignatureClaim, SignedParts, SignedString } from '../scheme'
import { matches } from '../signature-text'
import { brokenBindings, keysFor, partsOf, type Verification, type VerifyOptions } from '../verify'
import type { ExplainInput } from './explain-input'

/** What a try does differently from the scheme. */
export type Change = {
  parts?: Partial<Pick<SignedParts, 'body' | 'url' | 'timestamp' | 'id' | 'method'>>
  keys?: readonly Key[]
  algorithm?: Algorithm
  signedStrings?(parts: SignedParts): readonly SignedString[]
}

/** Recomputes signatures with changes until the budget is spent. */
export type Trials = {
  scheme: Scheme
  /** null if no signature could be read. */
  claim: SignatureClaim | null
  parts: Omit<SignedParts, 'signature'>
  keys: readonly Key[]
  options: VerifyOptions
  /** Whether this change reproduces the sent signatures. */
  matches(change: Change): boolean
  count(): number
  isSpent(): boolean
}

/** The overhead of one try and the cost of one public-key check, in bytes hashed. Measured with `portableCrypto`. */
const TRY_COST = 1024
const PUBLIC_KEY_COST = 256 * 1024

/** About 0.4 s of `portableCrypto`. */
export const BUDGET_BYTES = 64 * 1_048_576

export function createTrials(
  { scheme, request, material, options }: ExplainInput,
  { claim }: Verification,
  budgetBytes = BUDGET_BYTES,
): Trials {
  const readClaim = claim.found === 'signatures' ? claim : null
  const known = readClaim ?? EMPTY_CLAIM
  const parts = partsOf(request, known, material, options.url)
  const { keys } = keysFor(scheme, request, material, options.keys)
  const crypto = options.crypto ?? portableCrypto
  let count = 0
  let spent = 0

  const matchesOne = (sent: SentSignature, change: Change): boolean => {
    const signature = change.algorithm ? { ...sent, algorithm: change.algorithm } : sent
    const changed = { ...parts, ...change.parts, signature }
    const strings = (change.signedStrings ?? scheme.signedStrings)(changed)
    return strings.some((message) => (change.keys ?? keys).some((key) => tryOne(signature, key, message, changed)))
  }
  const tryOne = (
    signature: SentSignature,
    key: Key,
    message: SignedString,
    changed: Omit<SignedParts, 'signature'>,
  ): boolean => {
    if (spent > budgetBytes) return false
    count++
    spent += byteCount(message) + ('bytes' in key ? TRY_COST : PUBLIC_KEY_COST)
    return matches(signature, key, message, crypto) && brokenBindings(scheme, changed, signature, crypto).length === 0
  }
  return {
    scheme,
    claim: readClaim,
    parts,
    keys,
    options,
    matches(change) {
      const { signatures, every } = known
      return (
        signatures.length > 0 &&
        (every ? signatures.every((sent) => matchesOne(sent, change)) : signatures.some((sent) => matchesOne(sent, change)))
      )
    },
    count: () => count,
    isSpent: () => spent > budgetBytes,
  }
}

const EMPTY_CLAIM: SignatureClaim = { found: 'signatures', header: '', signatures: [], timestamp: '', id: '', signedAt: null }
