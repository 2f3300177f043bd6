import { type Output, UnpackFault } from './unpack-output'

const PIECE = 16 * 1024
/** Output limit of one decoder call. The decoder says if it must be called again. */
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

/** Fetches the decoder when the first body needs it; null if the server cannot be reached. */
async function loadDecoder(): Promise<DecoderModule | null> {
  try {
    const decoder = await import('brotli-dec-wasm/web')
    await decoder.default()
    return decoder
  } catch {
    return null
  }
}
