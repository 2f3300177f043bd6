import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Runtime } from '#lib/runtime'
import { findShareViewer, shareCookieName } from '#lib/services/find-viewer'
import { originsOf } from '#lib/services/origins'
import { answerProblem } from './answer'
import { headerReader } from './socket-caller'

/** `/bins/{bin}?…share=cs_…` */
const SHARED_PAGE = /^\/bins\/([a-z0-9-]{1,63})\?(.*)$/

/**
 * True where it answers: a share link that was opened in a browser. The token becomes a cookie of this bin alone, and the browser
 * goes on to the address without it, so that neither the address bar nor the history nor a screenshot gives the bin away.
 */
export function exchangeShare(rt: Runtime, req: IncomingMessage, res: ServerResponse): boolean {
  const [, binId, query] = SHARED_PAGE.exec(req.url!) ?? []
  if (binId === undefined || (req.method !== 'GET' && req.method !== 'HEAD')) return false
  const parameters = new URLSearchParams(query)
  const token = parameters.get('share')
  if (token === null) return false
  parameters.delete('share')
  exchange(rt, req, res, { binId, token, parameters }).catch((error) => answerProblem(req, res, error, []))
  return true
}

type Opened = { binId: string; token: string; parameters: URLSearchParams }

async function exchange(rt: Runtime, req: IncomingMessage, res: ServerResponse, { binId, token, parameters }: Opened) {
  const viewer = await findShareViewer(rt, token)
  const { ui } = originsOf(rt.config, headerReader(req.headers))
  if (viewer) {
    const maxAge = Math.floor((viewer.share.expiresAt - rt.now()) / 1000)
    const secure = ui.startsWith('https:') ? '; Secure' : ''
    // Lax: the link was followed from a mail or a chat, and a Strict cookie would not go along with the redirect.
    res.setHeader('set-cookie', `${shareCookieName(binId)}=${token}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure}`)
  }
  const rest = parameters.toString()
  res.setHeader('cache-control', 'no-store')
  res.writeHead(303, { location: `/bins/${binId}${rest === '' ? '' : `?${rest}`}`, 'content-length': '0' })
  res.end()
}
