import type { Readable } from 'node:stream'

/** `failure` is what broke the stream off; `body` is then what had come. */
export type ReadAnswer = { body: Uint8Array; truncated: boolean; failure: unknown }

/** Reads at most `limitBytes`, then stops reading and destroys the stream. */
export async function readAnswer(stream: Readable, limitBytes: number): Promise<ReadAnswer> {
  const kept: Uint8Array[] = []
  let keptBytes = 0
  let truncated = false
  let failure: unknown = null
  try {
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      const part = chunk.subarray(0, limitBytes - keptBytes)
      kept.push(part)
      keptBytes += part.byteLength
      truncated = part.byteLength < chunk.byteLength
      if (truncated) break // leaving the loop destroys the stream
    }
  } catch (error) {
    failure = error
  }
  return { body: Buffer.concat(kept, keptBytes), truncated, failure }
}
