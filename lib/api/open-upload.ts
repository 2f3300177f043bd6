import { mediaType } from '#lib/core/content-type'
import { AppError } from '#lib/core/errors'
import type { Operation } from './operation'

/**
 * The body of an upload, to be read as a stream. A body whose declared length is too large is refused before it is read; `boundedBytes`
 * counts the others.
 * @throws `unsupported_media_type`, `body_too_large`
 */
export function openUpload(
  request: Request,
  { contentTypes, bytesMax }: NonNullable<Operation['upload']>,
): ReadableStream<Uint8Array> | null {
  if (!contentTypes.includes(mediaType(request.headers.get('content-type')) ?? '')) {
    throw new AppError('unsupported_media_type', `Send the file with "content-type: ${contentTypes.join('" or "')}".`)
  }
  if (Number(request.headers.get('content-length') ?? 0) > bytesMax) throw tooLarge(bytesMax)
  return request.body
}

/**
 * The bytes of an upload, piece by piece. Cancels the upload if the reader stops.
 * @throws `body_too_large`, or `malformed_request` if the upload breaks off
 */
export async function* boundedBytes(upload: ReadableStream<Uint8Array> | null, bytesMax: number): AsyncGenerator<Uint8Array> {
  if (!upload) return
  let sizeBytes = 0
  const reader = upload.getReader()
  try {
    for (;;) {
      const { done, value } = await nextPiece(reader)
      if (done) return
      sizeBytes += value.byteLength
      if (sizeBytes > bytesMax) throw tooLarge(bytesMax)
      yield value
    }
  } finally {
    reader.cancel().catch(() => {}) // it may have broken off already
  }
}

async function nextPiece(reader: ReadableStreamDefaultReader<Uint8Array>) {
  try {
    return await reader.read()
  } catch (cause) {
    throw new AppError('malformed_request', 'The upload broke off before it was complete.', { cause })
  }
}

function tooLarge(bytesMax: number): AppError {
  return new AppError('body_too_large', `The file is larger than the ${bytesMax} bytes that this call accepts. Send it in parts.`)
}
