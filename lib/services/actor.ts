import type { StoredKey } from '#lib/store/key-store'
import type { StoredShare } from '#lib/store/share-store'

/** Who uses a valid access key. `via`: how the key came. */
export type KeyActor = { kind: 'key'; key: StoredKey; via: 'bearer' | 'cookie' }

/** Who uses a valid share link. */
export type ShareActor = { kind: 'share'; share: StoredShare }

/** Who acts. Every verb gets one, a background job (which acts for an owner) as well as a caller. */
export type Actor = KeyActor | ShareActor | { kind: 'job'; ownerId: string } | { kind: 'admin' } | { kind: 'anonymous' }

export const ANONYMOUS: Actor = { kind: 'anonymous' }

/** The owner for whom the actor acts, or null. */
export function ownerIdOf(actor: Actor): string | null {
  if (actor.kind === 'key') return actor.key.ownerId
  return actor.kind === 'job' ? actor.ownerId : null
}
