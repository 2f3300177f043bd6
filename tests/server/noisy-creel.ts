import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { ReadableStream } from 'node:stream/web'
import type { RouteMethods } from '#lib/api/serve'
import { stopOnSignals } from '#lib/server/shutdown'
import { routeOf } from '../api/route-files'
import { startCreel } from './start-creel'

// A process of its own that logs all it can, with REST behind the front server: log-secrets.test.ts reads every line of it.

async function answerRest(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const request = new Request(`http://${req.headers.host}${req.url}`, {
    method: req.method,
    headers: Object.entries(req.headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(req.method === 'GET' || req.method === 'HEAD' ? {} : { body: Readable.toWeb(req), duplex: 'half' }),
  } as RequestInit)
  const { route, params } = routeOf(new URL(request.url).pathname)
  const handler = (await route.load())[req.method as keyof RouteMethods]
  const response = await handler(request, { params: Promise.resolve(params) })
  res.writeHead(response.status, Object.fromEntries(response.headers))
  if (response.body) Readable.fromWeb(response.body as ReadableStream).pipe(res)
  else res.end()
}

const settings = Object.entries(process.env).filter(([name]) => /^(?:CREEL_|DATABASE_URL$)/.test(name))
const creel = await startCreel({
  env: Object.fromEntries(settings) as Record<string, string>,
  fallback: (req, res) => void answerRest(req, res).catch(() => res.writeHead(404).end()),
})
stopOnSignals({ front: creel.front, closeSockets: async () => {}, closeRest: creel.close }, creel.runtime.log)
console.log(JSON.stringify({ port: creel.port }))
