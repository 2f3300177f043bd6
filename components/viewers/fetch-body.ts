import { CallError } from '#lib/client/call-error'
import { request } from '#lib/client/client'
import type { Progress } from '#lib/formats/format'
import { sizeText } from '#lib/formats/size-text'
import type { RemoteBody } from './body-source'

/** Why a body could not be loaded. `message` is for people. */
export class BodyUnavailable extends Error {
  override readonly name = 'BodyUnavailable'
}

/** All bytes of a body, reporting progress. @throws {BodyUnavailable} */
export async function fetchBody({ url, sizeBytes }: RemoteBody, progress: Progress): Promise<Uint8Array> {
  const response = await open(url)
  // A proxy may have compressed it, which changes the length. Of a truncated body, less is stored than was sent.
  const packed = response.headers.has('content-encoding')
  const total = packed ? sizeBytes : Number(response.headers.get('content-length') ?? sizeBytes)
  let bytes = new Uint8Array(total)
  let done = 0
  progress(0, total)
  try {
    for (const reader = response.body!.getReader(); ; ) {
      const { value } = await reader.read()
      if (value === undefined) return bytes.subarray(0, done)
      if (done + value.length > bytes.length) bytes = withRoom(bytes, done + value.length)
      bytes.set(value, done)
      done += value.length
      progress(done, Math.max(done, total))
    }
  } catch {
    throw new BodyUnavailable(`The connection was lost after ${sizeText(done)} of ${sizeText(total)}.`)
  }
}

function withRoom(bytes: Uint8Array, needed: number): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(Math.max(needed, bytes.length * 2))
  larger.set(bytes)
  return larger
}

async function open(url: string): Promise<Response> {
  try {
    return await request(url)
  } catch (error) {
    if (!(error instanceof CallError)) throw error
    throw new BodyUnavailable(
      error.code === 'capture_not_found' ? 'This request no longer exists: it was deleted while it was open.' : error.message,
    )
  }
}
