import { parseUrl } from '#lib/core/parse-url'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import { customScheme, templateFaults } from '#lib/signatures/custom'
import type { Material, Scheme } from '#lib/signatures/scheme'
import { type SchemeId, schemes } from '#lib/signatures/schemes/index'

/** A secret as typed in the form. */
export type SecretDraft = {
  scheme: string
  /** The secret, or the public key if the provider gives only that. */
  text: string
  /** The public key in addition to a secret, for providers that have both. */
  publicKey: string
  url: string
  tolerance: string
  custom: CustomTemplate
}

export const EMPTY_TEMPLATE: CustomTemplate = { header: 'X-Signature', algorithm: 'sha256', encoding: 'hex', signed: '{body}' }

export function emptyDraft(scheme = ''): SecretDraft {
  return { scheme, text: '', publicKey: '', url: '', tolerance: '', custom: EMPTY_TEMPLATE }
}

/** Sorted by label, with `custom` last. */
export function knownSchemes(): readonly Scheme[] {
  const known: Scheme[] = Object.values(schemes)
  return [...known.sort((a, b) => a.label.localeCompare(b.label, 'en')), customScheme(EMPTY_TEMPLATE)]
}

/** null: no scheme is chosen, or the template has faults. */
export function schemeOf({ scheme, custom }: Pick<SecretDraft, 'scheme' | 'custom'>): Scheme | null {
  if (scheme === 'custom') return templateFaults(custom).length > 0 ? null : customScheme(custom)
  return Object.hasOwn(schemes, scheme) ? schemes[scheme as SchemeId] : null
}

const WITH_BOTH: ReadonlySet<string> = new Set(['braintree', 'paypal'])

/** Whether the provider gives a public key in addition to the secret. */
export const hasBoth = ({ id }: Pick<Scheme, 'id'>) => WITH_BOTH.has(id)

/** Whether the provider gives a public key only. */
export const isPublicKey = ({ id, kind }: Pick<Scheme, 'id' | 'kind'>) => kind === 'asymmetric' && !hasBoth({ id })

export function materialOf({ text, publicKey }: Pick<SecretDraft, 'text' | 'publicKey'>, scheme: Scheme): Material {
  const given = withoutLineEnds(text) || null
  if (isPublicKey(scheme)) return { secret: null, publicKey: given }
  return { secret: given, publicKey: hasBoth(scheme) ? withoutLineEnds(publicKey) || null : null }
}

/** Whether the draft can be tried and saved. For providers that publish their keys, nothing has to be entered. */
export function isComplete(draft: SecretDraft): boolean {
  const scheme = schemeOf(draft)
  if (scheme === null || toleranceFault(draft.tolerance) !== null || urlFault(draft.url) !== null) return false
  const { secret, publicKey } = materialOf(draft, scheme)
  return secret !== null || publicKey !== null || scheme.keyUrl !== undefined
}

/** The settings for the server, without the value. */
export function settingsOf({ url, tolerance }: Pick<SecretDraft, 'url' | 'tolerance'>) {
  return { url: url.trim() || null, toleranceSeconds: tolerance.trim() === '' ? null : Number(tolerance) }
}

const YEAR_SECONDS = 365 * 24 * 3600

export function toleranceFault(text: string): string | null {
  if (text.trim() === '') return null
  const seconds = Number(text)
  return Number.isInteger(seconds) && seconds >= 1 && seconds <= YEAR_SECONDS ? null : 'Whole seconds, from 1 to one year'
}

export function urlFault(text: string): string | null {
  const url = text.trim()
  return url === '' || (/^https?:\/\/[^\s#]+$/i.test(url) && parseUrl(url)) ? null : 'A complete http or https URL, without #'
}

/** Text copied from a terminal ends with a line break, which no secret has. */
export function withoutLineEnds(text: string): string {
  return text.replace(/^[\r\n]+|[\r\n]+$/g, '')
}
