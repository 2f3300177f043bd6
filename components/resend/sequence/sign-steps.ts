import type { BinSecret } from '#lib/core/bin-secret'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { renamedInput } from '../renamed-input'
import { type ResendInput, resendInput } from '../target'
import type { SequencePlan, Step } from './sequence'

/**
 * `captured`: the captured signatures. `fitting`: new ones, with the secret that verified each capture. `secretId`: new ones, with this secret.
 */
export type SequenceSign = 'captured' | 'fitting' | { secretId: string }

/** The secret that signs a capture again; null: it keeps the captured signature. */
export function secretFor(
  { signature }: Pick<CaptureSummary, 'signature'>,
  sign: SequenceSign,
  secrets: readonly Pick<BinSecret, 'id'>[],
): string | null {
  if (sign === 'captured') return null
  if (sign !== 'fitting') return sign.secretId
  return secrets.some(({ id }) => id === signature?.secretId) ? signature!.secretId : null
}

/** The request of one step. `read` is called only if the message gets a new id. @throws {MessageIdNotFound}, and what `read` throws */
export async function stepInput(
  { capture, target, secretId }: Step,
  { newIds }: Pick<SequencePlan, 'newIds'>,
  read: (captureId: string) => Promise<Capture>,
): Promise<ResendInput> {
  const edits = secretId === null ? {} : { sign: { secretId } }
  if (!newIds || capture.messageId === null) return resendInput(target, edits)
  return renamedInput(await read(capture.id), target, edits)
}
