import type { IncomingMessage } from 'node:http'

/**
 * `whole`: all that was sent. `cut`: the limit was reached, these are the first bytes, and `sizeBytes` is the declared length,
 * or what had come; the request is paused.
 */
export type ReadBody = { end: 'whole' | 'cut'; body: Buffer; sizeBytes: number }

/** How the reading ended. */
export type RequestBody =
  | ReadBody
  /** The sender went away half-way. */
  | { end: 'aborted' }
  /** Too much is being read by this process already. The request is paused. */
  | { end: 'no_room' }

/** What bodies that are still on their way may take of this process's memory, all together. */
export type BodyMemory = { heldBytes: number; readonly bytesMax: number }

const EMPTY = Buffer.alloc(0)
const NOTHING: RequestBody = { end: 'whole', body: EMPTY, sizeBytes: 0 }
/** Room for the second chunk of a body of unknown length; doubled when it is full. */
const GROWTH_START_BYTES = 128 * 1024

/** The declared length in bytes, or null: chunked, or no body at all. Node refuses what is no number. */
export function declaredLength(req: IncomingMessage): number | null {
  const declared = req.headers['content-length']
  return declared === undefined ? null : Number(declared)
}

/**
 * Reads the body, and never keeps more than `limitBytes` of it. A body that comes in one chunk is not copied; of a larger one
 * the chunks are gathered in one buffer as they come, so that a sender of tiny chunks costs no more than its bytes.
 */
export function readRequestBody(
  req: IncomingMessage,
  declared: number | null,
  limitBytes: number,
  memory: BodyMemory,
): Promise<RequestBody> | RequestBody {
  if (declared === 0 || (declared === null && req.headers['transfer-encoding'] === undefined)) return NOTHING
  if (req.destroyed) return { end: 'aborted' }
  return new Promise((resolve) => {
    let body: Buffer = EMPTY
    let kept = 0

    const finish = (result: RequestBody) => {
      req.off('data', keep)
      req.off('end', whole)
      req.off('close', aborted)
      memory.heldBytes -= kept
      resolve(result)
    }
    const stop = (result: RequestBody) => {
      finish(result)
      req.pause()
    }
    const keep = (chunk: Buffer) => {
      const part = chunk.byteLength > limitBytes - kept ? chunk.subarray(0, limitBytes - kept) : chunk
      if (memory.heldBytes + part.byteLength > memory.bytesMax) {
        stop({ end: 'no_room' })
        return
      }
      const came = kept + chunk.byteLength
      body = kept === 0 ? part : append(body, kept, part, Math.min(declared ?? 0, limitBytes))
      kept += part.byteLength
      memory.heldBytes += part.byteLength
      if (came > limitBytes || (declared !== null && declared > limitBytes && kept === limitBytes)) {
        stop({ end: 'cut', body: body.subarray(0, kept), sizeBytes: declared ?? came })
      }
    }
    const whole = () => finish({ end: 'whole', body: body.byteLength === kept ? body : body.subarray(0, kept), sizeBytes: kept })
    const aborted = () => finish({ end: 'aborted' })

    req.on('data', keep)
    req.on('end', whole)
    req.on('close', aborted)
  })
}

/** `body` holds `kept` bytes; gives a buffer that holds `part` behind them. */
function append(body: Buffer, kept: number, part: Buffer, expectedBytes: number): Buffer {
  const needed = kept + part.byteLength
  if (needed > body.byteLength) {
    const roomy = Math.max(needed, expectedBytes, body.byteLength === kept ? GROWTH_START_BYTES : body.byteLength * 2)
    const grown = Buffer.allocUnsafeSlow(roomy)
    body.copy(grown, 0, 0, kept)
    body = grown
  }
  part.copy(body, kept)
  return body
}
