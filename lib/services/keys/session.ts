import type { AccessKey } from '#lib/core/access-key'
import { newAccessKey, newId } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import { authorize, unauthenticated } from '../access'
import type { Actor } from '../actor'
import { hashSecret } from '../credentials'
import { findKeyActor } from '../find-actor'
import { presentKey } from './list-keys'

export type Session = { owner: { id: string; createdAt: string }; key: Omit<AccessKey, 'bins' | 'current'> }

/** The owner of the actor's key, and the key. @throws `unauthenticated`, `forbidden` */
export async function getSession(rt: Runtime, actor: Actor): Promise<Session> {
  authorize('keyReader', actor)
  if (actor.kind !== 'key') throw unauthenticated()
  const { key } = actor
  const owner = await rt.store.findOwner(key.ownerId)
  if (!owner) throw unauthenticated()
  const { bins: _, current: __, ...shown } = presentKey(rt, key, { binIds: new Map(), currentId: key.id })
  return { owner: { id: publicOwnerId(owner.id), createdAt: new Date(owner.createdAt).toISOString() }, key: shown }
}

/**
 * An owner from before keys and owners were separate has the hash of their key as id. It is not a credential, but with it the holder of
 * another key of this owner could recognise the key if they found it somewhere. So they get a hash of it.
 */
function publicOwnerId(id: string): string {
  return id.startsWith('own_') ? id : `own_${hashSecret(id).slice(0, 22)}`
}

/** Opens the bins of a key in another browser. @throws `unauthenticated` if the key is unknown or has expired */
export async function startSession(rt: Runtime, accessKey: string): Promise<void> {
  if (!(await findKeyActor(rt, accessKey, 'cookie'))) throw unauthenticated()
}

/** Ends what this browser has opened with its cookie; the key stays valid. */
export function endSession(rt: Runtime, actor: Actor): void {
  if (actor.kind === 'key' && actor.via === 'cookie') rt.live.signOut(actor.key.id)
}

/**
 * Replaces the key in use with a new one of the same label and expiry. The old one is refused from then on, and everything opened with it
 * ends. Share links and other keys stay.
 * @throws `forbidden`; `unauthenticated`, also where the key was revoked or replaced meanwhile
 */
export async function rotateKey(rt: Runtime, actor: Actor): Promise<string> {
  authorize('owner', actor)
  if (actor.kind !== 'key') throw unauthenticated()
  const accessKey = newAccessKey()
  const fresh = { ...actor.key, id: newId('key'), hash: hashSecret(accessKey), createdAt: rt.now(), lastUsedAt: null }
  if (!(await rt.store.replaceKey(actor.key.id, fresh))) throw unauthenticated()
  rt.live.endKey(actor.key.id)
  return accessKey
}
