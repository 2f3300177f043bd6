import type { IncomingMessage } from 'node:http'
import type { BodyMemory, BodySpace } from '#lib/limits/body-memory'
import type { Claim } from '#lib/limits/fair-pool'

/**
 * `whole`: everything that was sent. `cut`: only the first bytes, because the limit was reached; the request is paused. `aborted`: the bytes
 * that came before the connection ended. `sizeBytes` is the declared length, or else the number of bytes that came. `release` returns the memory
 * that the body was counted for: call it once the body is stored.
 */
export type ReadBody = { end: 'whole' | 'cut' | 'aborted'; body: Buffer; sizeBytes: number; release(): void }

/** How reading the body ended. */
export type RequestBody =
  | ReadBody
  /** This process is reading too much, and the wait for memory was too long. The request is paused. */
  | { end: 'no_room' }

export type ReadBodyOptions = {
  /** The result of `declaredLength`. */
  declared: number | null
  limitBytes: number
  memory: BodyMemory
  /** Whose share of the memory it uses; called only for a body that does not come at once. */
  claim(): Claim
}

const EMPTY = Buffer.alloc(0)
const release = () => {}
const NOTHING: RequestBody = { end: 'whole', body: EMPTY, sizeBytes: 0, release }
/** The smallest buffer for gathering chunks. */
const BUFFER_BYTES_MIN = 1024
const GROWTH = 4

/**
 * The declared length in bytes; null if chunked, or without a body. Node refuses an invalid length, but accepts any below 2^64. One beyond the
 * safe integers, which nothing could store exactly, counts as the largest of these.
 */
export function declaredLength(req: IncomingMessage): number | null {
  const declared = req.headers['content-length']
  return declared === undefined ? null : Math.min(Number(declared), Number.MAX_SAFE_INTEGER)
}

/**
 * Reads the body, and never keeps more than `limitBytes` of it. A body that comes in one chunk is neither copied nor counted. Chunks of a
 * larger one are gathered in a buffer that grows as needed. If there is no memory for it, reading from the sender pauses until there is.
 */
export function readRequestBody(req: IncomingMessage, options: ReadBodyOptions): Promise<RequestBody> | RequestBody {
  const { declared } = options
  if (declared === 0 || (declared === null && req.headers['transfer-encoding'] === undefined)) return NOTHING
  if (req.destroyed) return readRemainder(req, options)
  return new Promise((resolve) => gather(req, options, resolve))
}

/** The bytes of a connection that ended before anything was read from it. Node still has the beginning, up to some 64 KiB. */
function readRemainder(req: IncomingMessage, { declared, limitBytes }: ReadBodyOptions): ReadBody {
  const remainder: Buffer = req.read() ?? EMPTY
  const end = remainder.byteLength > limitBytes ? 'cut' : req.complete ? 'whole' : 'aborted'
  return { end, body: remainder.subarray(0, limitBytes), sizeBytes: declared ?? remainder.byteLength, release }
}

function gather(
  req: IncomingMessage,
  { declared, limitBytes, memory, claim }: ReadBodyOptions,
  resolve: (body: RequestBody) => void,
): void {
  const expectedBytes = declared === null ? null : Math.min(declared, limitBytes)
  let body: Buffer = EMPTY
  let kept = 0
  let space: BodySpace | null = null
  let abandoned: AbortController | null = null

  function ensure(bytes: number): true | Promise<boolean> {
    abandoned ??= new AbortController()
    space ??= memory.open(claim(), { expectedBytes, limitBytes }, abandoned.signal)
    return space.ensure(bytes)
  }

  function finish(result: RequestBody): void {
    req.off('data', onChunk)
    req.off('end', whole)
    req.off('close', aborted)
    abandoned?.abort()
    if (!('release' in result)) space?.release()
    resolve(result)
  }

  function onChunk(chunk: Buffer): void {
    const part = chunk.byteLength > limitBytes - kept ? chunk.subarray(0, limitBytes - kept) : chunk
    if (kept === 0 && part.byteLength === expectedBytes) {
      add(part, chunk.byteLength, part)
      return
    }
    const capacity = capacityFor(kept + part.byteLength)
    const reserved = isBuffered(capacity) || ensure(capacity)
    if (reserved === true) add(part, chunk.byteLength, bufferOf(capacity, part))
    else {
      req.pause()
      void reserved.then((found) => {
        if (abandoned!.signal.aborted) return
        if (found) {
          add(part, chunk.byteLength, bufferOf(capacity, part))
          req.resume()
        } else finish({ end: 'no_room' })
      })
    }
  }

  /** True for a small body of several chunks that Node has read to its end: it is in memory, and about to be stored. */
  function isBuffered(capacity: number): boolean {
    return req.complete && space === null && capacity <= memory.startBytes
  }

  /** The first chunk is kept as it came; a buffer for several starts small and grows in few steps. */
  function capacityFor(needed: number): number {
    if (kept === 0 || needed <= body.byteLength) return Math.max(needed, body.byteLength)
    const most = Math.max(needed, expectedBytes ?? limitBytes)
    const grown = Math.max(needed, BUFFER_BYTES_MIN, body.byteLength * GROWTH)
    return Math.min(most, needed <= memory.startBytes ? Math.min(grown, memory.startBytes) : grown)
  }

  function bufferOf(capacity: number, part: Buffer): Buffer {
    if (kept === 0) return part
    if (body.byteLength >= capacity) return body
    const grown = Buffer.allocUnsafeSlow(capacity)
    body.copy(grown, 0, 0, kept)
    return grown
  }

  function add(part: Buffer, chunkBytes: number, buffer: Buffer): void {
    const receivedBytes = kept + chunkBytes
    if (kept > 0) part.copy(buffer, kept)
    body = buffer
    kept += part.byteLength
    if (receivedBytes > limitBytes || (declared !== null && declared > limitBytes && kept === limitBytes)) {
      finish(read('cut', declared ?? receivedBytes))
      req.pause()
    }
  }

  function read(end: ReadBody['end'], sizeBytes: number): ReadBody {
    return { end, body: body.byteLength === kept ? body : body.subarray(0, kept), sizeBytes, release: space?.release ?? release }
  }

  const whole = () => finish(read('whole', kept))
  const aborted = () => finish(read('aborted', declared ?? kept))
  req.on('data', onChunk)
  req.on('end', whole)
  req.on('close', aborted)
}
