import { toBase64 } from '#lib/core/content'
import type { SchemeId } from '#lib/signatures/schemes/index'
import { newSampleValues, type SampleValues } from './sample-values'

/** Schemes whose secrets are 24 bytes in base64. */
const STANDARD: ReadonlySet<SchemeId> = new Set(['standard-webhooks', 'svix', 'clerk', 'resend', 'gitlab'])

/** The prefix of each provider's secrets. */
const PREFIXES: Partial<Record<SchemeId, string>> = {
  stripe: 'whsec_',
  paddle: 'pdl_ntfset_',
  shopify: 'shpss_',
  linear: 'lin_wh_',
}

/** A secret in the provider's own form. `random` must be unpredictable, and returns a number from 0 to below 1. */
export function newTestSecret(scheme: SchemeId, random: () => number): string {
  if (STANDARD.has(scheme)) return `whsec_${toBase64(Uint8Array.from({ length: 24 }, () => Math.floor(random() * 256)))}`
  const { text }: SampleValues = newSampleValues(0, random)
  return (PREFIXES[scheme] ?? '') + text(40)
}
