import type { GateRefusal } from '#lib/core/reply'

/** Why a bin refused a request. */
export const REFUSAL_TEXT: Readonly<Record<GateRefusal, string>> = {
  credentials_missing: 'no credentials',
  credentials_wrong: 'wrong credentials',
  signature_missing: 'no signature that a secret of this bin can check',
  signature_invalid: 'the signature does not match',
  signature_late: 'the timestamp of the signature is too far from its arrival',
}
