import { AppError } from '#lib/core/errors'
import { gateNameOf } from '#lib/core/gate-name'
import { FULL_PERMISSION, type Permission } from '#lib/core/permission'
import type { StoredBin } from '#lib/store/stored-bin'
import type { Actor } from './actor'

// The one place that decides who may do what. dispatch calls it before it reads a request's body, and each service calls it for its bin.

/** `full` and `read`: an access key of that scope. A background job counts as `full`. */
type Role = 'anonymous' | 'share' | 'read' | 'full' | 'admin'

/** What an operation requires, whatever its method. An operation that only reads is open to read-only keys. */
const ROLES = {
  /** Needs no credentials. */
  anyone: ['anonymous', 'read', 'full'],
  /** Creates a bin. A caller without a key gets one. */
  creator: ['anonymous', 'full'],
  /** Reads what a share link shows as well. */
  reader: ['share', 'read', 'full'],
  /** Reads what only the owner may see. */
  keyReader: ['read', 'full'],
  /** Changes something. */
  owner: ['full'],
  /** Creates an access key. */
  keymaker: ['full', 'admin'],
} as const satisfies Record<string, readonly Role[]>

export type Access = keyof typeof ROLES

/** The fields of a bin that the decision depends on. */
type OwnedBin = Pick<StoredBin, 'key' | 'ownerId'>

/**
 * Why this actor may not do what requires `access`, to this bin if one is given; null if they may. `unauthenticated` if the credentials
 * are missing, otherwise `forbidden`.
 */
export function refusalOf(access: Access, actor: Actor, bin?: OwnedBin): AppError | null {
  const role = roleOf(actor)
  if (!rolesOf(access).includes(role)) return wrongRole(role)
  return bin ? wrongBin(actor, bin) : null
}

/** @throws what `refusalOf` returns */
export function authorize(access: Access, actor: Actor, bin?: OwnedBin): void {
  const refusal = refusalOf(access, actor, bin)
  if (refusal) throw refusal
}

/** True if the holder of a share link may do it. */
export function isOpenToShares(access: Access): boolean {
  return rolesOf(access).includes('share')
}

/** True if no credentials are needed. */
export function isOpenToAnybody(access: Access): boolean {
  return rolesOf(access).includes('anonymous')
}

/** How much of a bin this actor sees, given that they may look at it. */
export function permissionOf(actor: Actor, bin: Pick<StoredBin, 'require'>): Permission {
  if (actor.kind !== 'share') return FULL_PERMISSION
  const { show, captureSeq } = actor.share
  const redacted = show === 'redacted'
  return { redacted, captureSeq, gate: redacted ? gateNameOf(bin.require?.shown ?? null) : null }
}

/** The error of every call that needs a key, for a caller without a valid one. */
export function unauthenticated(): AppError {
  return new AppError(
    'unauthenticated',
    'Send an access key, as "Authorization: Bearer ck_…" or as the cookie that creating a bin sets. If you sent one, it is unknown ' +
      'or has expired.',
  )
}

function rolesOf(access: Access): readonly Role[] {
  return ROLES[access]
}

function roleOf(actor: Actor): Role {
  if (actor.kind === 'key') return actor.key.scope
  return actor.kind === 'job' ? 'full' : actor.kind
}

function wrongRole(role: Role): AppError {
  switch (role) {
    case 'share':
      return new AppError('forbidden', 'A share link can only read its bin or capture.')
    case 'read':
      return new AppError('forbidden', 'This access key is read-only: its scope is "read".')
    case 'admin':
      return new AppError('unauthenticated', 'CREEL_ADMIN_KEY only creates access keys. Send an access key.')
    case 'anonymous':
    case 'full':
      return unauthenticated()
  }
}

function wrongBin(actor: Actor, bin: OwnedBin): AppError | null {
  switch (actor.kind) {
    case 'key': {
      const { ownerId, binKeys } = actor.key
      if (bin.ownerId !== ownerId) return new AppError('forbidden', 'This bin belongs to another owner.')
      if (binKeys === null || binKeys.includes(bin.key)) return null
      return new AppError('forbidden', 'This access key reads other bins of its owner, not this one.')
    }
    case 'job':
      return bin.ownerId === actor.ownerId ? null : new AppError('forbidden', 'This bin belongs to another owner.')
    case 'share':
      return bin.key === actor.share.binKey ? null : new AppError('forbidden', 'This link is to another bin.')
    case 'admin':
    case 'anonymous':
      return unauthenticated()
  }
}
