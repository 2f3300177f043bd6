import type { NewCapture } from './stored-capture'

// What a row adds to its bin's `byteCount`: the lengths of its variable-length columns. Databases know them without reading the values, so they
// are computed when needed and not stored. Facts do not count, because they are copies of parts that do.

/** Bytes of a row of "Capture". */
export const CAPTURE_BYTES =
  '(octet_length("body") + octet_length("rawHeaders") + octet_length("rawTrailers") + octet_length("target") + coalesce(octet_length("note"), 0))'

/** Bytes of a row of "Delivery". */
export const DELIVERY_BYTES =
  '(octet_length("url") + octet_length("requestHeaders") + octet_length("responseHeaders") + octet_length("responseBody") + octet_length("error") + octet_length("timings"))'

/** Equals `CAPTURE_BYTES`, before the row is written. `headers` and `trailers`: as joined by `joinHeaders`. */
export function captureBytes({ body, target, imported }: NewCapture, headers: string, trailers: string): number {
  const note = imported?.note ? Buffer.byteLength(imported.note) : 0
  return body.byteLength + Buffer.byteLength(headers) + Buffer.byteLength(trailers) + Buffer.byteLength(target) + note
}
