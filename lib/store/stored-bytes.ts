import type { NewCapture } from './stored-capture'

// What a row counts in its bin's `byteCount`: its columns of variable length. The databases know these lengths without reading the
// values, so they are computed where they are needed and are not stored. Facts do not count: they are cut out of what does.

/** Of a row of "Capture". */
export const CAPTURE_BYTES =
  '(octet_length("body") + octet_length("rawHeaders") + octet_length("rawTrailers") + octet_length("target") + coalesce(octet_length("note"), 0))'

/** Of a row of "Delivery". */
export const DELIVERY_BYTES =
  '(octet_length("url") + octet_length("requestHeaders") + octet_length("responseHeaders") + octet_length("responseBody") + octet_length("error") + octet_length("timings"))'

/** The same as `CAPTURE_BYTES`, before the row is written. `headers` and `trailers` are joined. */
export function captureBytes({ body, target, imported }: NewCapture, headers: string, trailers: string): number {
  const note = imported?.note ? Buffer.byteLength(imported.note) : 0
  return body.byteLength + Buffer.byteLength(headers) + Buffer.byteLength(trailers) + Buffer.byteLength(target) + note
}
