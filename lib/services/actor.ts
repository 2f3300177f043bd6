import type { StoredKey } from '#lib/store/key-store'
import type { StoredShare } from '#lib/store/share-store'

/** The user of a valid access key. `via`: how the key was sent. */
export type KeyActor = { kind: 'key'; key: StoredKey; via: 'bearer' | 'cookie' }

/** The user of a valid share link. */
export type ShareActor = { kind: 'share'; share: StoredShare }

/** Who acts: a caller, or a background job for an owner. Every service gets one. */
export type Actor = KeyActor | ShareActor | { kind: 'job'; ownerId: string } | { kind: 'admin' } | { kind: 'anonymous' }

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** The owner for whom the actor acts, or null. */
export function ownerIdOf(actor: Actor): string | null {
  if (actor.kind === 'key') return actor.key.ownerId
  return actor.kind === 'job' ? actor.ownerId : null
}
