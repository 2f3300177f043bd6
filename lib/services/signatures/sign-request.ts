import { AppError } from '#lib/core/errors'
import { changeHeaders, headerValue } from '#lib/core/headers'
import { newId } from '#lib/core/ids'
import type { CustomTemplate } from '#lib/core/signature-scheme'
import type { OutgoingRequest } from '#lib/net/guarded-request'
import type { Runtime } from '#lib/runtime'
import type { Material, Scheme } from '#lib/signatures/scheme'
import { type SignatureBreak, sign } from '#lib/signatures/sign'
import type { StoredBin } from '#lib/store/stored-bin'
import { checkMaterial } from '../secrets/check-material'

/** What to sign with: a secret of the bin, or the given one. `timestamp`: milliseconds since 1970; default: now. */
export type SignInput = { timestamp?: number; break?: SignatureBreak } & (
  | { secretId: string }
  | { scheme: string; secret?: string; publicKey?: string; custom?: CustomTemplate }
)

type Signing = Pick<Runtime, 'openSecrets' | 'signatureCrypto' | 'now'>
type Outgoing = Pick<OutgoingRequest, 'url' | 'method' | 'headers' | 'body'>

/**
 * Signs a request for its target, replacing the signature that it has. Its message id is kept if it has one. `path`: the field that errors
 * name.
 * @throws `secret_not_found`; `invalid_input` if the scheme cannot sign, or its signature cannot be broken in this way
 */
export async function signRequest<Request extends Outgoing>(
  rt: Signing,
  bin: Pick<StoredBin, 'key'>,
  request: Request,
  input: SignInput,
  path = 'sign',
): Promise<Request> {
  const { scheme, material } = await signerOf(rt, bin, input, path)
  const { url, method, headers, body } = request
  const signed = sign(scheme, { url, method, headers, body }, material, {
    now: input.timestamp ?? rt.now(),
    id: messageIdIn(scheme, request) ?? newId('msg'),
    ...(input.break ? { break: input.break } : {}),
    crypto: rt.signatureCrypto,
  })
  if (!signed.ok) throw refused(signed.fault === 'break' ? `${path}.break` : path, signed.reason)
  return { ...request, url: signed.url ?? url, headers: changeHeaders(headers, signed.headers), body: signed.body ?? body }
}

async function signerOf(
  rt: Signing,
  bin: Pick<StoredBin, 'key'>,
  input: SignInput,
  path: string,
): Promise<{ scheme: Scheme; material: Material }> {
  if (!('secretId' in input)) {
    const { secret = null, publicKey = null } = input
    return { scheme: checkMaterial(input, `${path}.`), material: { secret, publicKey } }
  }
  const secret = (await rt.openSecrets.of(bin)).find(({ id }) => id === input.secretId)
  if (!secret) throw new AppError('secret_not_found', 'There is no such secret in this bin: it may have been deleted.')
  return secret
}

/** The message id in the request's headers, for schemes that sign one. */
function messageIdIn({ headers: names }: Scheme, { headers }: Outgoing): string | null {
  const prefixes = names.map((name) => /^(.+)-signature$/i.exec(name)?.[1]).filter((prefix) => prefix !== undefined)
  const ids = [...prefixes.map((prefix) => `${prefix}-id`), 'twitch-eventsub-message-id']
  return ids.map((name) => headerValue(headers, name)?.trim()).find((id) => id) ?? null
}

function refused(path: string, message: string): AppError {
  return new AppError('invalid_input', `Not accepted: ${path}. ${message}`, { errors: [{ path, message }] })
}
