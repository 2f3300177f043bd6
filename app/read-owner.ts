import { headers } from 'next/headers'
import { type Runtime, runtime } from '#lib/runtime'
import { findOwner, type Owner } from '#lib/services/find-owner'
import { findViewer, type Viewer } from '#lib/services/find-viewer'
import { type Origins, originsOf } from '#lib/services/origins'

/** What the page of a bin begins with: its owner, or who opened a link to it. */
export async function readViewer(binId: string): Promise<{ rt: Runtime; viewer: Viewer | null; origins: Origins }> {
  const [rt, requestHeaders] = [runtime(), await headers()]
  return { rt, viewer: await findViewer(rt, requestHeaders, binId), origins: originsOf(rt.config, requestHeaders) }
}

/** What every page begins with: who asks, by the cookie, and how this server is called from there. */
export async function readOwner(): Promise<{ rt: Runtime; owner: Owner | null; origins: Origins }> {
  const [rt, requestHeaders] = [runtime(), await headers()]
  return { rt, owner: await findOwner(rt, requestHeaders), origins: originsOf(rt.config, requestHeaders) }
}
