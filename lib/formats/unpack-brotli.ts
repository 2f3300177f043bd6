import { type Output, UnpackFault } from './unpack-output'

const PIECE = 16 * 1024
/** What one call of the decoder may give: it asks to be called again. */
const STEP = 256 * 1024

/** Returns the offset just past the stream. Brotli has no checksum. @throws {UnpackFault} */
export async function unpackBrotli(input: Uint8Array, out: Output): Promise<number> {
  const decoder = await loadDecoder()
  if (decoder === null) throw new UnpackFault('decoder')
  const { BrotliDecStream, BrotliStreamResultCode } = decoder
  const stream = new BrotliDecStream()
  try {
    for (let at = 0; ; ) {
      const { code, read, bytes } = step(stream, input.subarray(at, at + PIECE))
      at += read
      out.add(bytes)
      if (code === BrotliStreamResultCode.ResultSuccess) return at
      if (code === BrotliStreamResultCode.NeedsMoreInput && at >= input.length) throw new UnpackFault('early')
    }
  } finally {
    stream.free()
  }
}

type DecoderModule = typeof import('brotli-dec-wasm/web')

function step(stream: InstanceType<DecoderModule['BrotliDecStream']>, piece: Uint8Array) {
  try {
    const result = stream.dec(piece, STEP)
    const taken = { code: result.code, read: result.input_offset, bytes: result.buf }
    result.free()
    return taken
  } catch {
    throw new UnpackFault('broken')
  }
}

/** null where the server cannot be reached: the decoder is fetched when the first body needs it. */
async function loadDecoder(): Promise<DecoderModule | null> {
  try {
    const decoder = await import('brotli-dec-wasm/web')
    await decoder.default()
    return decoder
  } catch {
    return null
  }
}
