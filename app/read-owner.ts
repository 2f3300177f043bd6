import { headers } from 'next/headers'
import { type Runtime, runtime } from '#lib/runtime'
import { findOwner, type Owner } from '#lib/services/find-owner'
import { type Origins, originsOf } from '#lib/services/origins'

/** What every page begins with: who asks, by the cookie, and how this server is called from there. */
export async function readOwner(): Promise<{ rt: Runtime; owner: Owner | null; origins: Origins }> {
  const [rt, requestHeaders] = [runtime(), await headers()]
  return { rt, owner: await findOwner(rt, requestHeaders), origins: originsOf(rt.config, requestHeaders) }
}
