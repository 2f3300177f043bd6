import { type Bin, type BinResponse, DEFAULT_RESPONSE } from '#lib/core/bin'
import type { BinRequire } from '#lib/core/bin-require'
import { AppError } from '#lib/core/errors'
import { newBinId, newCaptureTag } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import { authorize } from './access'
import { type Actor, ownerIdOf } from './actor'
import { sealRequire } from './gate/seal-require'
import { createOwner } from './keys/create-key'
import type { Origins } from './origins'
import { presentBin } from './present'

/** All optional. Defaults: a random id, no name, the operator's lifetime, the default reply. Already checked against the limits. */
export type CreateBinInput = {
  id?: string
  name?: string | null
  ttlSeconds?: number | null
  response?: Partial<BinResponse> | null
  require?: BinRequire | null
}

/** `accessKey` is set if the caller had none and got one. */
export type CreatedBin = { bin: Bin; accessKey: string | null }

/**
 * Creates a bin, and an access key for a caller without one.
 * @throws `id_taken`, `forbidden`, `unauthenticated` if creation is closed and no key was sent
 */
export async function createBin(rt: Runtime, actor: Actor, input: CreateBinInput, origins: Origins): Promise<CreatedBin> {
  authorize('creator', actor)
  const ownerId = ownerIdOf(actor)
  if (ownerId === null && rt.config.create === 'key') throw notInvited()
  // Checked before a key is created, so that a refused call leaves nothing behind. If two calls race, the store refuses one.
  if (input.id !== undefined && (await rt.store.findBin(input.id))) throw idTaken(input.id)
  const id = input.id ?? newBinId()
  const require = input.require ? await sealRequire(rt, { id }, input.require) : null
  const made = ownerId === null ? await createOwner(rt) : null
  const createdAt = rt.now()
  const stored = await rt.store.createBin({
    id,
    ownerId: ownerId ?? made!.key.ownerId,
    name: input.name ?? null,
    captureTag: newCaptureTag(),
    createdAt,
    fixedExpiresAt: input.ttlSeconds ? createdAt + input.ttlSeconds * 1000 : null,
    response: { ...DEFAULT_RESPONSE, ...input.response },
    require,
  })
  rt.bins.forget(stored.id) // a sender may have used this id before it existed
  return { bin: presentBin(rt, stored, origins), accessKey: made?.accessKey ?? null }
}

function notInvited(): AppError {
  return new AppError(
    'unauthenticated',
    'Creating bins on this server requires an access key, which its operator gives to people they invite.',
  )
}

function idTaken(id: string): AppError {
  return new AppError('id_taken', `The id "${id}" is already taken. Choose another, or leave it out for a random one.`)
}
