import { AppError } from '#lib/core/errors'
import type { Runtime } from '#lib/runtime'
import { authorize, isOpenToShares, unauthenticated } from '#lib/services/access'
import type { Actor } from '#lib/services/actor'
import { readCredentials } from '#lib/services/credentials'
import { findActor } from '#lib/services/find-actor'
import { isOwnOrigin } from '#lib/services/origins'
import { isWrite, type Operation } from './operation'

/**
 * Who calls, and whether they may make this call at all. An invalid Bearer key or token is refused even if none is needed, because its
 * sender believes that it counts.
 * @throws `unauthenticated`, `forbidden`
 */
export async function identify(rt: Runtime, operation: Operation, headers: Headers, binId: string | undefined): Promise<Actor> {
  const actor = await findActor(rt, headers, isOpenToShares(operation.access) ? binId : undefined)
  if (!actor) throw unauthenticated()
  authorize(operation.access, actor)
  return actor
}

/**
 * Refuses a write that a page of another site may have sent with this browser's cookie. A write without a cookie is refused too if the
 * browser says that it comes from another site, because its answer may set the cookie. A Bearer key is never sent by accident.
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
    'A write with the cookie must come from a page of this site, according to Sec-Fetch-Site or Origin. From a script, send the key as Bearer.',
  )
}
