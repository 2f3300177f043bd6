import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { type Credentials, findKeyOwner, findOwner, type Owner, readCredentials } from '#lib/services/find-owner'
import { findShareViewer, findViewer, isShareToken, type Viewer } from '#lib/services/find-viewer'
import { isAdminKey } from '#lib/services/is-admin-key'
import { isOwnOrigin } from '#lib/services/origins'
import { unauthenticated } from '#lib/services/owned-bin'
import { isWrite, type Operation } from './operation'

/** Who calls, as the credentials say: an owner, somebody with a share link, or nobody known. */
export type Identity = { owner: Owner | null; viewer: Viewer | null }

/**
 * A Bearer key or token that is not valid is refused everywhere, even where none is needed: its sender believes it counts. A stale
 * cookie is like none. A share token reads and does nothing else.
 * @throws `unauthenticated`, `forbidden`
 */
export async function identify(
  rt: Runtime,
  operation: Operation,
  headers: Headers,
  binId: string | undefined,
): Promise<Identity> {
  const credentials = readCredentials(headers)
  if (operation.access === 'admin') return admin(rt, credentials)
  const identity = credentials?.via === 'bearer' ? await bearer(rt, credentials) : await cookies(rt, operation, headers, binId)
  if (identity.viewer?.via === 'share' && operation.access !== 'viewer') {
    throw new AppError('forbidden', 'A share link only lets read its bin or capture.')
  }
  if (operation.access !== 'anyone' && !identity.viewer) throw unauthenticated()
  return identity
}

function admin(rt: Runtime, credentials: Credentials | null): Identity {
  if (credentials?.via === 'bearer' && isAdminKey(rt, credentials.key)) return { owner: null, viewer: null }
  throw new AppError('unauthenticated', 'Send the CREEL_ADMIN_KEY of this installation as Bearer.')
}

async function bearer(rt: Runtime, credentials: Credentials): Promise<Identity> {
  if (isShareToken(credentials.key)) {
    const viewer = await findShareViewer(rt, credentials.key)
    if (viewer) return { owner: null, viewer }
  }
  const owner = await findKeyOwner(rt, credentials)
  if (!owner) throw unauthenticated()
  return { owner, viewer: owner }
}

async function cookies(rt: Runtime, operation: Operation, headers: Headers, binId: string | undefined): Promise<Identity> {
  if (operation.access === 'viewer' && binId !== undefined) {
    const viewer = await findViewer(rt, headers, binId)
    return { owner: viewer?.via === 'share' ? null : viewer, viewer }
  }
  const owner = await findOwner(rt, headers)
  return { owner, viewer: owner }
}

/**
 * Refuses a write that a page of another site may have sent with this browser's cookie. One without any cookie is refused too
 * where the browser says that it comes from elsewhere: its answer may set the cookie. A Bearer key is never sent by accident.
 * @throws `cross_site`
 */
export function checkSameSite(rt: Runtime, request: Request): void {
  const credentials = readCredentials(request.headers)
  if (!isWrite(request.method) || credentials?.via === 'bearer') return
  const site = request.headers.get('sec-fetch-site')
  const origin = request.headers.get('origin')
  if (site !== null) {
    if (site === 'same-origin' || site === 'none') return
  } else if (origin !== null) {
    if (isOwnOrigin(rt.config, request.headers, origin)) return
  } else if (credentials === null) return
  throw new AppError(
    'cross_site',
    'A write with the cookie must come from a page of this site (Sec-Fetch-Site or Origin says so). From a script, send the key as Bearer.',
  )
}
