import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import type { Logger } from 'pino'
import type { AppError } from '#lib/core/errors'
import { answerProblem, PAGE_ERROR_HEADERS } from './answer'
import { isBelow } from './page-limits'

/** `dispatch` answers a call, `methodRefusal` returns the refusal of a method that no call has. */
type Api = { dispatch: (request: Request) => Promise<Response>; methodRefusal: (pathname: string) => AppError }

/** No call has another method, and some others, such as TRACE, cannot be in a `Request`. */
const METHODS: ReadonlySet<string | undefined> = new Set(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'])

/** Answers calls of the API here, and passes everything else to `pages` (docs/decisions/0009-calls-without-next.md). */
export function serveCalls(
  { dispatch, methodRefusal }: Api,
  pages: RequestListener,
  log: Pick<Logger, 'error'>,
): RequestListener {
  return (req, res) => {
    if (!isBelow(req.url!, '/api')) return pages(req, res)
    if (!METHODS.has(req.method)) return answerProblem(req, res, methodRefusal(req.url!.split('?', 1)[0]!), PAGE_ERROR_HEADERS)
    answer(dispatch, req, res).catch((error) => {
      if (res.destroyed) return // its client disconnected
      log.error({ err: error }, 'a call failed unexpectedly')
      if (res.headersSent) res.destroy()
      else answerProblem(req, res, error, PAGE_ERROR_HEADERS)
    })
  }
}

/** `dispatch` never rejects: an exception becomes a problem document. */
async function answer(dispatch: Api['dispatch'], req: IncomingMessage, res: ServerResponse): Promise<void> {
  const controller = new AbortController()
  res.once('close', () => {
    if (!res.writableFinished) controller.abort() // the reason of an abort takes a stack trace: a tenth of what a small call costs
  })
  const { status, headers, body } = await dispatch(toRequest(req, controller.signal))
  for (const [name, value] of headers) res.appendHeader(name, value)
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
