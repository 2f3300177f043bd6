import { isJsonType, isXmlType, mediaType } from '#lib/core/content-type'
import { isHeaderValue } from '#lib/core/headers'

/** Types that no browser executes, even if the other guards on the answer fail. Everything else is served as plain bytes. */
const INERT =
  /^(?:application\/(?:json|[\w.-]+\+json|x-ndjson|x-www-form-urlencoded|octet-stream|zip|gzip|pdf|cbor|msgpack|(?:x-)?protobuf|grpc)|text\/(?:plain|csv)|image\/(?:png|jpeg|gif|webp|avif|bmp)|audio\/[\w.+-]+|video\/[\w.+-]+|multipart\/form-data)$/

const EXTENSIONS: Record<string, string> = {
  'application/json': 'json',
  'application/x-ndjson': 'ndjson',
  'application/xml': 'xml',
  'text/xml': 'xml',
  'text/html': 'html',
  'text/plain': 'txt',
  'text/csv': 'csv',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
}

/** The captured type if it is safe to repeat, otherwise `application/octet-stream`. */
export function safeContentType(captured: string | null): string {
  if (captured === null || captured.length > 256 || !isHeaderValue(captured)) return 'application/octet-stream'
  return INERT.test(mediaType(captured) ?? '') ? captured : 'application/octet-stream'
}

/** The file name of a download: `cap_x7_3.json`. */
export function downloadName(captureId: string, captured: string | null): string {
  const type = mediaType(captured)
  const extension = EXTENSIONS[type ?? ''] ?? (isJsonType(type) ? 'json' : isXmlType(type) ? 'xml' : 'bin')
  return `${captureId}.${extension}`
}
