import { randomInt } from 'node:crypto'
import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import type { SampleProvider } from '#lib/samples/sample'
import { newTestSecret } from '#lib/samples/test-secret'
import type { SchemeId } from '#lib/signatures/schemes/index'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { addSecret } from '../secrets/add-secret'
import type { SignInput } from '../signatures/sign-request'

/** `secretId`: a secret of the bin. `scheme` alone: with a new secret. `scheme` and `secret`: with that secret, which is not stored. */
export type SignerInput = { secretId?: string; scheme?: string; secret?: string }

/** `url`: the bin's URL as the provider knows it, if the owner of the secret set one. */
export type Signer = { sign: SignInput; scheme: string; secretId: string | null; url: string | null }

/** From 0 to below 1, unpredictable. */
export const secureRandom = () => randomInt(2 ** 32) / 2 ** 32

/**
 * What a sample is signed with. By default, the newest secret of the bin that fits; null if there is none. A new secret is stored in the
 * bin before this resolves.
 * @throws `secret_not_found`; `invalid_input` for a secret or scheme of another provider; what `addSecret` throws
 */
export async function chooseSigner(
  rt: Runtime,
  actor: Actor,
  bin: StoredBin,
  { schemes }: Pick<SampleProvider, 'schemes'>,
  { secretId, scheme, secret }: SignerInput,
): Promise<Signer | null> {
  const fits = (id: string): id is SchemeId => (schemes as readonly string[]).includes(id)
  if (scheme === undefined) {
    const secrets = await rt.openSecrets.of(bin)
    const chosen = secrets.find((each) => (secretId === undefined ? fits(each.scheme.id) : each.id === secretId))
    if (!chosen && secretId === undefined) return null
    if (!chosen) throw new AppError('secret_not_found', 'There is no such secret in this bin: it may have been deleted.')
    if (!fits(chosen.scheme.id)) throw wrongScheme('secretId', schemes)
    return { sign: { secretId: chosen.id }, scheme: chosen.scheme.id, secretId: chosen.id, url: chosen.url }
  }
  if (!fits(scheme)) throw wrongScheme('scheme', schemes)
  if (secret !== undefined) return { sign: { scheme, secret }, scheme, secretId: null, url: null }
  const fresh = { scheme, label: 'Test secret', url: null, toleranceSeconds: null }
  const { id } = await addSecret(rt, actor, bin.id, { ...fresh, secret: newTestSecret(scheme, secureRandom) })
  return { sign: { secretId: id }, scheme, secretId: id, url: null }
}

function wrongScheme(path: string, schemes: readonly string[]): AppError {
  const message =
    schemes.length === 0
      ? 'cannot be given: only the provider has the key that signs its requests'
      : `is of another scheme than this provider signs with: ${schemes.join(', ')}`
  return new AppError('invalid_input', `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}
