import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { authorize } from '../access'
import { type Actor, ownerIdOf } from '../actor'

/**
 * The key is refused from then on, and everything opened with it ends, in every process.
 * @throws `unauthenticated`, `forbidden`, `key_not_found`; `last_key` if nobody could change the owner's bins any more
 */
export async function deleteKey(rt: Runtime, actor: Actor, keyId: string): Promise<void> {
  authorize('owner', actor)
  const outcome = await rt.store.deleteKey(ownerIdOf(actor)!, keyId, rt.now())
  if (outcome === 'gone') {
    throw new AppError('key_not_found', 'You have no such access key: it may have been revoked or replaced.')
  }
  if (outcome === 'last') {
    throw new AppError(
      'last_key',
      'This is your last access key with scope "full" that has not expired. Without it, nobody could change your bins or create ' +
        'another key. Create one first, or replace this one.',
    )
  }
  rt.live.endKey(keyId)
}
