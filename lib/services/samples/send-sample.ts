import { AppError } from '#lib/core/errors'
import type { SentSample } from '#lib/core/sample'
import type { Runtime } from '#lib/runtime'
import { sampleProviders } from '#lib/samples/index'
import type { SampleProvider, SampleRequest } from '#lib/samples/sample'
import { newSampleValues } from '#lib/samples/sample-values'
import { signedUrl } from '#lib/signatures/signed-url'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from '../actor'
import { createAdmission } from '../admit-capture'
import { existingBin, ownedBin } from '../owned-bin'
import { type ReceivedRequest, recordCapture } from '../record-capture'
import { resendCapture } from '../resend-capture'
import { requestOf } from '../signatures/explain-capture'
import { signRequest } from '../signatures/sign-request'
import { chooseSigner, type Signer, type SignerInput, secureRandom } from './choose-signer'

/** `url`: the target to which the captured sample is then resent. */
export type SendSampleInput = SignerInput & { provider: string; event: string; url?: string }

/** `address` and `captureOrigin`: the caller's, used as if the provider were there. `signal`: aborted when the caller disconnects. */
export type SampleCaller = { address: string; captureOrigin: string; signal?: AbortSignal }

/**
 * Stores a request as the provider would have sent it to the bin: signed, admitted, recognised and judged like one, except that it does
 * not pass the gate and nobody is answered. With `url` it is then resent there, signed again for that URL.
 * @throws what `ownedBin`, `chooseSigner`, `signRequest`, `recordCapture` and `resendCapture` throw; `invalid_input` for an unknown
 * provider or event, `too_many_requests` if the bin accepts no more captures
 */
export async function sendSample(
  rt: Runtime,
  actor: Actor,
  binId: string,
  input: SendSampleInput,
  { address, captureOrigin, signal }: SampleCaller,
): Promise<SentSample> {
  const owned = await ownedBin(rt, actor, binId)
  const provider = providerOf(input.provider)
  const sample = makeSample(provider, input.event, rt.now())
  if (input.url !== undefined) rt.checkTarget(input.url)
  const signer = await chooseSigner(rt, actor, owned, provider, input)
  const bin = await existingBin(rt, binId) // read again, because `chooseSigner` may have added a secret
  await createAdmission(rt)?.admit(bin, address)
  const request = await signedRequest(rt, bin, received(rt, bin, sample, { address, captureOrigin }), signer)
  const { id } = await recordCapture(rt, bin, request)
  const { url } = input
  const delivery =
    url === undefined
      ? null
      : await resendCapture(rt, actor, binId, id, { url, ...(signer ? { sign: signer.sign } : {}) }, signal)
  return { captureId: id, scheme: signer?.scheme ?? null, secretId: signer?.secretId ?? null, delivery }
}

function providerOf(id: string): SampleProvider {
  const known: Readonly<Record<string, SampleProvider>> = sampleProviders
  if (Object.hasOwn(known, id)) return known[id]!
  throw invalid('provider', 'has no samples; GET /api/v1/samples lists those that have')
}

function makeSample({ events }: SampleProvider, event: string, now: number): SampleRequest {
  if (Object.hasOwn(events, event)) return events[event]!(newSampleValues(now, secureRandom))
  throw invalid('event', `is not one of ${Object.keys(events).join(', ')}`)
}

/** The request as the capture listener would have received it. */
function received(
  rt: Runtime,
  bin: StoredBin,
  { headers, body }: SampleRequest,
  { address, captureOrigin }: SampleCaller,
): ReceivedRequest {
  const bytes = new TextEncoder().encode(body)
  return {
    method: 'POST',
    target: `/in/${bin.id}`,
    httpVersion: '1.1',
    rawHeaders: ['Host', new URL(captureOrigin).host, ...headers.flat(), 'Content-Length', String(bytes.length)],
    rawTrailers: [],
    body: bytes,
    bodySize: bytes.length,
    truncated: false,
    aborted: false,
    remoteAddress: address,
    receivedAt: rt.now(),
    durationMs: 0,
    reply: null,
  }
}

/** Signs the request for the URL that the bin will check. */
async function signedRequest(
  rt: Runtime,
  bin: StoredBin,
  request: ReceivedRequest,
  signer: Signer | null,
): Promise<ReceivedRequest> {
  if (signer === null) return request
  const { method, url, headers, body } = requestOf(rt, request)
  const signed = await signRequest(rt, bin, { method, url: signedUrl(url, signer.url), headers, body }, signer.sign, 'secret')
  const length = String(signed.body.length)
  const rawHeaders = signed.headers.flatMap(([name, value]) => [name, name === 'Content-Length' ? length : value])
  return { ...request, rawHeaders, body: signed.body, bodySize: signed.body.length }
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_input', `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}
