import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import { dispatch } from '#lib/api/dispatch'

/** REST behind the front server without Next: what Next's route handler does. */
export const serveApi: RequestListener = (req, res) => void answer(req, res).catch(() => res.writeHead(404).end())

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const left = new AbortController()
  res.once('close', () => left.abort())
  const request = new Request(`http://${req.headers.host}${req.url}`, {
    method: req.method,
    headers: Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]),
    signal: left.signal,
    ...(req.method === 'GET' || req.method === 'HEAD' ? {} : { body: Readable.toWeb(req), duplex: 'half' }),
  } as RequestInit)
  const response = await dispatch(request)
  res.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body) Readable.fromWeb(response.body as ReadableStream).pipe(res)
  else res.end()
}
