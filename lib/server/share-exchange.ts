import type { IncomingMessage, ServerResponse } from 'node:http'
import { BIN_ID } from '#lib/core/ids'
import type { Runtime } from '#lib/runtime'
import type { ShareActor } from '#lib/services/actor'
import { shareCookieName } from '#lib/services/credentials'
import { findShareActor } from '#lib/services/find-actor'
import { originsOf } from '#lib/services/origins'
import { answerProblem, PAGE_ERROR_HEADERS } from './answer'
import { headerReader } from './socket-caller'

/** `/bins/{bin}?…share=cs_…` */
const SHARED_PAGE = new RegExp(`^/bins/(${BIN_ID})\\?(.*)$`)

/**
 * Opens a share link in a browser; returns false if the request is not one. The token becomes a cookie of this bin only, and the browser
 * is redirected to the address without it, so that the address bar, the history and screenshots do not expose it.
 */
export function exchangeShare(rt: Runtime, req: IncomingMessage, res: ServerResponse): boolean {
  const [, binId, query] = SHARED_PAGE.exec(req.url!) ?? []
  if (binId === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
  const parameters = new URLSearchParams(query)
  const token = parameters.get('share')
  if (token === null) return false
  parameters.delete('share')
  exchange(rt, req, res, { binId, token, parameters }).catch((error) => answerProblem(req, res, error, PAGE_ERROR_HEADERS))
  return true
}

type Opened = { binId: string; token: string; parameters: URLSearchParams }

async function exchange(rt: Runtime, req: IncomingMessage, res: ServerResponse, { binId, token, parameters }: Opened) {
  const actor = await actorOfBin(rt, token, binId)
  const { ui } = originsOf(rt.config, headerReader(req.headers))
  if (actor) {
    const maxAge = Math.floor((actor.share.expiresAt - rt.now()) / 1000)
    const secure = ui.startsWith('https:') ? '; Secure' : ''
    // Lax, because the link is followed from a mail or a chat, where the redirect would not carry a Strict cookie.
    res.setHeader('set-cookie', `${shareCookieName(binId)}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`)
  }
  const rest = parameters.toString()
  res.setHeader('cache-control', 'no-store')
  res.writeHead(303, { location: `/bins/${binId}${rest === '' ? '' : `?${rest}`}`, 'content-length': '0' })
  res.end()
}

/** A link to another bin sets no cookie. Otherwise a stranger could plant their own token for any bin. */
async function actorOfBin(rt: Runtime, token: string, binId: string): Promise<ShareActor | null> {
  const [actor, bin] = await Promise.all([findShareActor(rt, token), rt.store.findBin(binId)])
  return actor && bin && actor.share.binKey === bin.key ? actor : null
}
