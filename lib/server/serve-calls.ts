import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'

type Dispatch = (request: Request) => Promise<Response>

/** Calls that stay open, and calls that a program makes once for each capture. */
const PROGRAMS =
  /^\/api\/v1\/bins\/[^/?]+\/(?:wait|expect|events|captures\/[^/?]+(?:\/(?:deliveries|answer))?|cursors\/[^/?]+)(?:\?|$)/

/**
 * Answers the calls of programs by the dispatcher itself and hands all others on. Next keeps about 60 KiB for each request that is under way,
 * which is three quarters of what an open wait would cost, and takes milliseconds for each, which `creel listen` would wait for.
 */
export function serveProgramCalls(dispatch: Dispatch, others: RequestListener): RequestListener {
  return (req, res) => {
    const leaving = new AbortController()
    const request = PROGRAMS.test(req.url!) ? toRequest(req, leaving.signal) : null
    if (request === null) return others(req, res)
    res.once('close', () => leaving.abort())
    answer(dispatch(request), res).catch(() => res.destroy()) // its client left
  }
}

/** `reply` never rejects: what a call throws becomes a problem document. */
async function answer(reply: Promise<Response>, res: ServerResponse): Promise<void> {
  const { status, headers, body } = await reply
  for (const [name, value] of headers) res.setHeader(name, value)
  res.writeHead(status)
  if (body) await pipeline(Readable.fromWeb(body as ReadableStream), res)
  else res.end()
}

/** null for what no `Request` can be, as TRACE: Next says what is wrong with it. */
function toRequest(req: IncomingMessage, signal: AbortSignal): Request | null {
  const headers = Object.entries(req.headers).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value ?? '']).map((each): [string, string] => [name, each]),
  )
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  try {
    const body = hasBody ? { body: Readable.toWeb(req) as BodyInit, duplex: 'half' } : {}
    // Operations read the origin from the headers, and only path and query from the URL.
    return new Request(`http://localhost${req.url}`, { method: req.method, headers, signal, ...body } as RequestInit)
  } catch {
    return null
  }
}
