import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { AppError } from '#lib/core/errors'
import { answerProblem, PAGE_ERROR_HEADERS } from './answer'
import { isBelow } from './page-limits'

/** The API: `dispatch` answers a call, `methodRefusal` returns the refusal of a method that no call has. */
type Api = { dispatch: (request: Request) => Promise<Response>; methodRefusal: (pathname: string) => AppError }

/** The methods that Next passes to a route handler. It answers others with an empty 400 or a page that says 500. */
const METHODS_OF_NEXT: ReadonlySet<string | undefined> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** Calls that stay open, and calls that a program makes for each capture. */
const PROGRAMS =
  /^\/api\/v1\/bins\/[^/?]+\/(?:wait|expect|events|captures\/[^/?]+(?:\/(?:deliveries|answer))?|cursors\/[^/?]+)(?:\?|$)/

/**
 * Answers calls that Next should not or cannot. Next keeps about 60 KiB for each open request, three quarters of what an open wait would
 * cost, and takes milliseconds for each, which would delay `creel listen`. It also does not route every method.
 */
export function serveCalls({ dispatch, methodRefusal }: Api, others: RequestListener): RequestListener {
  return (req, res) => {
    if (isBelow(req.url!, '/api') && !METHODS_OF_NEXT.has(req.method)) {
      return answerProblem(req, res, methodRefusal(req.url!.split('?', 1)[0]!), PAGE_ERROR_HEADERS)
    }
    if (!PROGRAMS.test(req.url!)) return others(req, res)
    answer(dispatch, req, res).catch(() => res.destroy()) // its client disconnected
  }
}

/** `dispatch` never rejects: an exception becomes a problem document. */
async function answer(dispatch: Api['dispatch'], req: IncomingMessage, res: ServerResponse): Promise<void> {
  const leaving = new AbortController()
  res.once('close', () => leaving.abort())
  const { status, headers, body } = await dispatch(toRequest(req, leaving.signal))
  for (const [name, value] of headers) res.setHeader(name, value)
  res.writeHead(status)
  if (body) await pipeline(Readable.fromWeb(body as ReadableStream), res)
  else res.end()
}

function toRequest(req: IncomingMessage, signal: AbortSignal): Request {
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
  )
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  const body = hasBody ? { body: Readable.toWeb(req) as BodyInit, duplex: 'half' } : {}
  // Operations read the origin from the headers, and only path and query from the URL.
  return new Request(`http://localhost${req.url}`, { method: req.method, headers, signal, ...body } as RequestInit)
}
