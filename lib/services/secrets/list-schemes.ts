import type { SignatureScheme } from '#lib/core/signature-scheme'
import { customScheme } from '#lib/signatures/custom'
import type { Scheme } from '#lib/signatures/scheme'
import { schemes } from '#lib/signatures/schemes/index'

/** An arbitrary template, because what is listed about `custom` does not depend on it. */
const CUSTOM = customScheme({ header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', signed: '{body}' })

/** All schemes sorted by label, `custom` last. */
export function listSchemes(): SignatureScheme[] {
  const known: Scheme[] = Object.values(schemes)
  return [...known.sort((a, b) => a.label.localeCompare(b.label, 'en')), CUSTOM].map(presentScheme)
}

function presentScheme({ id, label, kind, sign, needsUrl, secretHint, toleranceSeconds, docs }: Scheme): SignatureScheme {
  return { id, label, kind, canSign: sign !== null, needsUrl, secretHint, toleranceSeconds, docs }
}
