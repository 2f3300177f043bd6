import type { BinSecret } from '#lib/core/bin-secret'
import type { Capture, CaptureSummary } from '#lib/core/capture'
import { NOT_RENAMED, renamedWish } from '../renamed-wish'
import { type ResendWish, wishFor } from '../target'
import type { SequencePlan, Step } from './sequence'

/** Signatures as captured, new ones with the secret that verifies each, or new ones with one secret of the bin. */
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

/** Thrown if a step cannot be sent as planned. */
export class CannotRename extends Error {
  constructor() {
    super(NOT_RENAMED)
  }
}

/** The request of one step. `read` is called only if the message gets a new id. @throws {CannotRename}, and what `read` throws */
export async function stepWish(
  { capture, target, secretId }: Step,
  { newIds }: Pick<SequencePlan, 'newIds'>,
  read: (captureId: string) => Promise<Capture>,
): Promise<ResendWish> {
  const edits = secretId === null ? {} : { sign: { secretId } }
  if (!newIds || capture.messageId === null) return wishFor(target, edits)
  const wish = renamedWish(await read(capture.id), target, edits)
  if (!wish) throw new CannotRename()
  return wish
}
