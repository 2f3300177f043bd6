import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Runtime } from '#lib/runtime'
import { originsOf } from '#lib/services/origins'
import { PAGE_ERROR_HEADERS } from './answer'
import { headerReader } from './socket-caller'

const PATH = '/.well-known/security.txt'
const DAY_MS = 86_400_000
/** RFC 9116 section 2.5.5 recommends less than a year. */
const VALID_DAYS = 180

/** Answers `/.well-known/security.txt` (RFC 9116) with the contact of this installation; returns false for any other request. */
export function answerSecurityText(rt: Pick<Runtime, 'config' | 'now'>, req: IncomingMessage, res: ServerResponse): boolean {
  if ((req.method !== 'GET' && req.method !== 'HEAD') || req.url!.split('?', 1)[0] !== PATH) return false
  const { ui } = originsOf(rt.config, headerReader(req.headers))
  const policy = `${ui}/help#security`
  const expires = new Date((Math.floor(rt.now() / DAY_MS) + VALID_DAYS) * DAY_MS).toISOString()
  const text = [
    `Contact: ${rt.config.securityContact ?? policy}`,
    `Expires: ${expires}`,
    'Preferred-Languages: en',
    `Canonical: ${ui}${PATH}`,
    `Policy: ${policy}`,
  ].join('\n')
  const body = Buffer.from(`${text}\n`)
  res.writeHead(200, [
    'content-type',
    'text/plain; charset=utf-8',
    'content-length',
    String(body.byteLength),
    ...PAGE_ERROR_HEADERS,
  ])
  res.end(body)
  return true
}
