import type { IncomingMessage, ServerResponse } from 'node:http'

// What is left of a request's body when its answer is complete. Closing with unread bytes resets the connection, and a sender that is
// still writing, or that reads only at the end, would never see the answer. So the rest is read and dropped first, within bounds.

/** How much is dropped, and whether a sender that goes on has the rest of the time to take its answer, without being read from. */
export type DrainBound = { bytesMax: number; lingers: boolean }

/** Dropping a byte costs far less than storing one, so the bound is generous: most senders that are over a limit are a little over it. */
export const DRAIN: DrainBound = { bytesMax: 128 * 1024 * 1024, lingers: false }
/** The same where the server has too much to do already: reading on would keep others waiting, and senders are many. */
export const DRAIN_WHEN_FULL: DrainBound = { bytesMax: 256 * 1024, lingers: true }
const DRAIN_MS_MAX = 10_000
/** The rest of a body up to this size is left to Node, which drops it and keeps the connection. */
const SMALL_BODY_BYTES = 64 * 1024

/** True where nothing, or only a little, of the body is still to come. */
export function bodyIsDone(req: IncomingMessage): boolean {
  if (req.complete) return true
  if (req.headers['transfer-encoding'] !== undefined) return false
  return Number(req.headers['content-length'] ?? 0) <= SMALL_BODY_BYTES && req.headers.expect === undefined
}

/** Drops what comes, within the bound and for at most 10 s, then calls `done`. */
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
      req.resume() // whoever read the body before may pause it with each chunk
    else if (lingers) req.off('data', drop).pause()
    else finish()
  }
  const timer = setTimeout(finish, DRAIN_MS_MAX)
  if (req.complete || req.destroyed) finish()
  else req.on('data', drop).on('end', finish).on('close', finish).resume()
}

/**
 * For an answer that somebody else writes (Next): where the body is not read to its end by then, the connection closes after the
 * answer, and only when the rest of the body was dropped.
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
