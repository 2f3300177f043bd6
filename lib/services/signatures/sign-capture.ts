import type { EncodedBytes } from '#lib/core/content'
import { encodeBytes } from '#lib/core/content'
import { AppError } from '#lib/core/errors'
import { changeHeaders, type HeaderChange, pairHeaders } from '#lib/core/headers'
import type { Runtime } from '#lib/runtime'
import type { Actor } from '../actor'
import { ownedCapture } from '../owned-capture'
import { type SignInput, signRequest } from './sign-request'

export type CaptureToSign = { url: string; headerChanges?: readonly HeaderChange[]; sign: SignInput }

/** The signed request, to be sent by the caller. `body` null: the capture's body, unchanged. */
export type SignedCapture = { url: string; headers: [string, string][]; body: EncodedBytes | null }

/**
 * Signs a capture for a target to which the caller will send it. The caller does not learn the secret, unless the scheme sends the secret
 * itself. Nothing is sent here.
 * @throws what `ownedCapture` and `signRequest` throw; `invalid_input` for a truncated capture
 */
export async function signCapture(
  rt: Runtime,
  actor: Actor,
  binId: string,
  captureId: string,
  { url, headerChanges = [], sign }: CaptureToSign,
): Promise<SignedCapture> {
  const { bin, capture } = await ownedCapture(rt, actor, binId, captureId)
  if (capture.truncated) {
    throw new AppError('invalid_input', 'The body of this capture was cut off when it was captured, so it is not signed.', {
      errors: [{ path: 'capture', message: 'has only the beginning of its body' }],
    })
  }
  const { method, body } = capture
  const headers = changeHeaders(pairHeaders(capture.rawHeaders), headerChanges)
  const signed = await signRequest(rt, bin, { url, method, headers, body }, sign)
  return {
    url: signed.url,
    headers: signed.headers.map(([name, value]) => [name, value]),
    body: signed.body === body ? null : encodeBytes(signed.body),
  }
}
