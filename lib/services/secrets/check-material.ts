import { AppError, type FieldError } from '#lib/core/errors'
import { templateFaults } from '#lib/signatures/custom'
import type { Scheme } from '#lib/signatures/scheme'
import { type SecretMaterial, schemeOf } from './secret-material'

/**
 * Checks the values for a scheme and returns the scheme. A secret of the wrong kind, or with an extra space, is accepted: the explanation of a
 * failed signature says what is wrong with it. An invalid public key is refused.
 * @throws `invalid_input`, with `inside` as prefix of its paths
 */
export function checkMaterial(
  { scheme: id, secret = null, publicKey = null, custom }: Partial<SecretMaterial> & { scheme: string },
  inside = '',
): Scheme {
  const invalid = (errors: FieldError[]) => refusal(errors.map(({ path, message }) => ({ path: inside + path, message })))
  if (id === 'custom' && !custom) throw invalid([{ path: 'custom', message: 'is needed with the scheme custom' }])
  if (id !== 'custom' && custom) throw invalid([{ path: 'custom', message: 'can be given only with the scheme custom' }])
  const faults = custom ? templateFaults(custom) : []
  if (faults.length > 0) throw invalid(faults.map(({ path, message }) => ({ path: `custom.${path}`, message })))
  const scheme = schemeOf(id, custom)
  if (!scheme) throw invalid([{ path: 'scheme', message: 'is not a scheme; GET /api/v1/signature-schemes lists them' }])
  if (secret === null && publicKey === null && !scheme.keyUrl) {
    throw invalid([{ path: 'secret', message: `is missing: ${lowerFirst(scheme.secretHint)}` }])
  }
  if (publicKey !== null && secret === null && scheme.keys({ secret, publicKey }).length === 0) {
    throw invalid([{ path: 'publicKey', message: `cannot be read; expected: ${scheme.secretHint}` }])
  }
  return scheme
}

function lowerFirst(text: string): string {
  return text[0]!.toLowerCase() + text.slice(1)
}

function refusal(errors: FieldError[]): AppError {
  const names = errors.map(({ path }) => path).join(', ')
  return new AppError('invalid_input', `Not accepted: ${names}. "errors" says why.`, { errors })
}
