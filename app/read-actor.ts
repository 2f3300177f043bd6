import { headers } from 'next/headers'
import { type Runtime, runtime } from '#lib/runtime'
import { type Actor, ANONYMOUS } from '#lib/services/actor'
import { findActor } from '#lib/services/find-actor'
import { type Origins, originsOf } from '#lib/services/origins'
import type { PageAccess } from '@/components/access/page-access'

/**
 * The context of every page: the actor, from the cookies, and the origins under which the caller reaches this server. `binId`: the bin of
 * the page, for which the browser may have a share link's cookie.
 */
export async function readActor(binId?: string): Promise<{ rt: Runtime; actor: Actor; origins: Origins }> {
  const [rt, requestHeaders] = [runtime(), await headers()]
  const actor = (await findActor(rt, requestHeaders, binId)) ?? ANONYMOUS
  return { rt, actor, origins: originsOf(rt.config, requestHeaders) }
}

/** The kind of access that the page offers to this actor. */
export function pageAccess(actor: Actor): PageAccess {
  if (actor.kind === 'share') return actor.share.show
  return actor.kind === 'key' && actor.key.scope === 'read' ? 'reader' : 'owner'
}
