import type { IncomingMessage, ServerResponse } from 'node:http'

// The rest of a request's body after its answer is complete. Closing with unread bytes resets the connection, and a sender that is still
// writing, or that reads only at the end, would never see the answer. So the rest is first read and dropped, within limits.

/**
 * How many bytes are dropped, and whether a sender that sends more gets the rest of the time to read its answer while nothing is read
 * from it.
 */
export type DrainBound = { bytesMax: number; lingers: boolean }

/**
 * Dropping a byte costs far less than storing one, so the limit is generous: most senders that are over a limit are only a little over
 * it.
 */
export const DRAIN: DrainBound = { bytesMax: 128 * 1024 * 1024, lingers: false }
/** For a server that is overloaded already: reading on would delay others, and there may be many such senders. */
export const DRAIN_WHEN_FULL: DrainBound = { bytesMax: 256 * 1024, lingers: true }
const DRAIN_MS_MAX = 10_000
/** Up to this size, the rest of a body is left to Node, which drops it and keeps the connection. */
const SMALL_BODY_BYTES = 64 * 1024

/** True if nothing, or only a little, of the body is still to come. */
export function bodyIsDone(req: IncomingMessage): boolean {
  if (req.complete) return true
  if (req.headers['transfer-encoding'] !== undefined) return false
  return Number(req.headers['content-length'] ?? 0) <= SMALL_BODY_BYTES && req.headers.expect === undefined
}

/** Drops incoming data, within the limit and for at most 10 s, then calls `done`. */
export function drain(req: IncomingMessage, { bytesMax, lingers }: DrainBound, done: () => void): void {
  let dropped = 0
  const finish = () => {
    clearTimeout(timer)
    req.off('data', drop).off('end', finish).off('close', finish)
    done()
  }
  const drop = (chunk: Buffer) => {
    dropped += chunk.byteLength
    if (dropped <= bytesMax)
      req.resume() // a previous reader of the body may pause it with each chunk
    else if (lingers) req.off('data', drop).pause()
    else finish()
  }
  const timer = setTimeout(finish, DRAIN_MS_MAX)
  if (req.complete || req.destroyed) finish()
  else req.on('data', drop).on('end', finish).on('close', finish).resume()
}

/**
 * For an answer that somebody else (Next) writes: if the body is not read to its end by then, the connection closes after the answer, and
 * only once the rest of the body was dropped.
 */
export function drainBeforeEnd(req: IncomingMessage, res: ServerResponse): void {
  if (bodyIsDone(req)) return
  const { writeHead, end } = res
  res.writeHead = (...args: unknown[]) => {
    if (!bodyIsDone(req)) res.shouldKeepAlive = false
    return Reflect.apply(writeHead, res, args)
  }
  res.end = (...args: unknown[]) => {
    if (bodyIsDone(req)) return Reflect.apply(end, res, args)
    const [chunk, encoding] = args
    if (typeof chunk === 'string' || chunk instanceof Uint8Array)
      res.write(chunk, typeof encoding === 'string' ? (encoding as BufferEncoding) : 'utf8')
    else res.flushHeaders()
    const called = args.find((each) => typeof each === 'function')
    drain(req, DRAIN, () => Reflect.apply(end, res, called ? [called] : []))
    return res
  }
}
