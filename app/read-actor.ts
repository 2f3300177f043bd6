import { headers } from 'next/headers'
import { type Runtime, runtime } from '#lib/runtime'
import { type Actor, ANONYMOUS } from '#lib/services/actor'
import { findActor } from '#lib/services/find-actor'
import { type Origins, originsOf } from '#lib/services/origins'
import type { PageAccess } from '@/components/access/page-access'

/**
 * What every page begins with: who asks, by the cookies, and how this server is called from there. `binId`: the bin that the page shows,
 * to which the browser may have opened a link.
 */
export async function readActor(binId?: string): Promise<{ rt: Runtime; actor: Actor; origins: Origins }> {
  const [rt, requestHeaders] = [runtime(), await headers()]
  const actor = (await findActor(rt, requestHeaders, binId)) ?? ANONYMOUS
  return { rt, actor, origins: originsOf(rt.config, requestHeaders) }
}

/** What a page may offer to somebody whom the server lets look at it. */
export function pageAccess(actor: Actor): PageAccess {
  if (actor.kind === 'share') return actor.share.show
  return actor.kind === 'key' && actor.key.scope === 'read' ? 'reader' : 'owner'
}
