import type { SignatureScheme } from '#lib/core/signature-scheme'
import { customScheme } from '#lib/signatures/custom'
import type { Scheme } from '#lib/signatures/scheme'
import { schemes } from '#lib/signatures/schemes/index'

/** A template as good as any: what is told of `custom` depends on none. */
const CUSTOM = customScheme({ header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', signed: '{body}' })

/** All schemes by their labels, `custom` last. */
export function listSchemes(): SignatureScheme[] {
  const known: Scheme[] = Object.values(schemes)
  return [...known.sort((a, b) => a.label.localeCompare(b.label, 'en')), CUSTOM].map(presentScheme)
}

function presentScheme({ id, label, kind, sign, needsUrl, secretHint, toleranceSeconds, docs }: Scheme): SignatureScheme {
  return { id, label, kind, canSign: sign !== null, needsUrl, secretHint, toleranceSeconds, docs }
}
