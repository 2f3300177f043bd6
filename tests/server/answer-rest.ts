import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream } from 'node:stream/web'
import { dispatch } from '#lib/api/dispatch'

/** Answers REST calls instead of Next, including streams. */
export const answerRest: RequestListener = (req, res) => {
  void answer(req, res).catch(() => res.destroy()) // the client disconnected, or the stream broke off
}

async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
  const leaving = new AbortController()
  res.once('close', () => leaving.abort())
  const hasBody = req.method !== 'GET' && req.method !== 'HEAD'
  const response = await dispatch(
    new Request(`http://${req.headers.host}${req.url}`, {
      method: req.method,
      headers: Object.entries(req.headersDistinct).flatMap(([name, values]) =>
        values!.map((value) => [name, value] as [string, string]),
      ),
      signal: leaving.signal,
      ...(hasBody ? { body: Readable.toWeb(req) as BodyInit, duplex: 'half' } : {}),
    } as RequestInit),
  )
  res.writeHead(response.status, [...response.headers].flat())
  if (response.body) await pipeline(Readable.fromWeb(response.body as ReadableStream), res)
  else res.end()
}
