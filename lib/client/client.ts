import { parseUrl } from '#lib/core/parse-url'
import { CallError, callError } from './call-error'
import { type AnswerOf, CALLS, type CallId, type InputOf } from './calls'

export type ClientOptions = {
  /** The server's origin, without a trailing slash; empty for the origin of the page. */
  origin?: string
  /** Sent as Bearer. Without one, a browser sends its cookie. A share token works too. */
  accessKey?: string
  /** For tests. */
  fetch?: typeof fetch
}

/** `keepalive`: the request is sent even if the user leaves the page; browsers allow 64 KiB for it. */
export type CallOptions = { signal?: AbortSignal; keepalive?: boolean; headers?: Readonly<Record<string, string>> }

/**
 * The REST API, one method per call: `client.getCapture({ bin, capture })`. Each rejects with a `CallError`, or with the reason of
 * `signal` once that is aborted.
 */
export type Client = { [Id in CallId]: (input: InputOf<Id>, options?: CallOptions) => Promise<AnswerOf<Id>> } & {
  /** The address of a GET, for links and downloads. */
  url<Id extends CallId>(id: Id, input: InputOf<Id>): string
}

type AnyInput = Readonly<Record<string, unknown>> & { body?: unknown; upload?: Blob }

/** Runs in the browser and in Node. */
export function createClient({ origin = '', accessKey, fetch: send = (...args) => fetch(...args) }: ClientOptions = {}): Client {
  const authorization: Record<string, string> = accessKey === undefined ? {} : { authorization: `Bearer ${accessKey}` }

  async function call(id: CallId, input: AnyInput, { headers, ...options }: CallOptions = {}): Promise<unknown> {
    const [method, , stream] = CALLS[id] as readonly [string, string, 'stream'?]
    const { body, type } = bodyOf(input)
    const init = { ...options, method, body, headers: { ...authorization, ...type, ...headers } }
    const response = await request(origin + targetOf(id, input), init, send)
    if (stream) return response
    return response.status === 204 ? undefined : response.json()
  }

  const calls = Object.keys(CALLS).map((id) => [
    id,
    (input: AnyInput, options?: CallOptions) => call(id as CallId, input, options),
  ])
  return { ...Object.fromEntries(calls), url: (id: CallId, input: AnyInput) => origin + targetOf(id, input) } as Client
}

/** A successful answer of the server. @throws {CallError} if it refuses or cannot be reached */
export async function request(url: string, init: RequestInit = {}, send: typeof fetch = fetch): Promise<Response> {
  let response: Response
  try {
    response = await send(url, init)
  } catch (error) {
    init.signal?.throwIfAborted()
    const origin = parseUrl(url)?.origin // null in a browser, for the server of the page
    const server = origin === undefined ? 'The server' : `The server ${origin}`
    throw Object.assign(new CallError('unreachable', `${server} cannot be reached. Check that it runs, then try again.`), {
      cause: error,
    })
  }
  if (response.ok) return response
  throw await callError(response)
}

/** The bytes of a streamed answer as they arrive. @throws {CallError} if it breaks off, or the reason of `signal` */
export async function* bytesOf({ body }: Response, signal?: AbortSignal): AsyncGenerator<Uint8Array> {
  const reader = body!.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } catch (error) {
    signal?.throwIfAborted()
    throw Object.assign(new CallError('unreachable', 'The answer broke off before its end. Try again.'), { cause: error })
  } finally {
    reader.cancel().catch(() => {}) // it may have ended
  }
}

/** Path and query. Fields that the path does not name go into the query. */
function targetOf(id: CallId, input: AnyInput): string {
  const { body: _, upload: __, ...rest } = input
  const left = new Map(Object.entries(rest))
  const path = CALLS[id][1].replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = left.get(name)
    left.delete(name)
    return encodeURIComponent(String(value))
  })
  const query = new URLSearchParams()
  for (const [name, value] of left) if (value !== undefined) query.set(name, String(value))
  return query.size === 0 ? path : `${path}?${query}`
}

function bodyOf({ body, upload }: AnyInput): { body?: BodyInit; type?: Record<string, string> } {
  if (upload) return { body: upload, type: { 'content-type': upload.type } }
  return body === undefined ? {} : { body: JSON.stringify(body), type: { 'content-type': 'application/json' } }
}
