/** Every failure that a caller may see: code -> HTTP status and title. docs/errors.md lists the same codes; a test compares them. */
export const ERRORS = {
  malformed_request: { status: 400, title: 'Malformed HTTP request' },
  malformed_json: { status: 400, title: 'Malformed JSON' },
  unauthenticated: { status: 401, title: 'No valid credentials' },
  gate_refused: { status: 401, title: 'Refused by this bin' },
  forbidden: { status: 403, title: 'Forbidden' },
  cross_site: { status: 403, title: 'Cross-site request refused' },
  forwards_off: { status: 403, title: 'Forwards are off' },
  redacted: { status: 403, title: 'Not shown through this link' },
  not_found: { status: 404, title: 'Not found' },
  bin_not_found: { status: 404, title: 'No such bin' },
  capture_not_found: { status: 404, title: 'No such capture' },
  cursor_not_found: { status: 404, title: 'No such cursor' },
  delivery_not_found: { status: 404, title: 'No such delivery' },
  key_not_found: { status: 404, title: 'No such access key' },
  forward_not_found: { status: 404, title: 'No such forward' },
  listener_not_found: { status: 404, title: 'No such listener' },
  secret_not_found: { status: 404, title: 'No such secret' },
  share_not_found: { status: 404, title: 'No such share link' },
  method_not_allowed: { status: 405, title: 'Method not allowed' },
  request_timeout: { status: 408, title: 'Request timed out' },
  id_taken: { status: 409, title: 'Bin id taken' },
  cursors_full: { status: 409, title: 'Too many cursors' },
  forwards_full: { status: 409, title: 'Too many forwards' },
  keys_full: { status: 409, title: 'Too many access keys' },
  last_key: { status: 409, title: 'Last access key' },
  secret_key_missing: { status: 409, title: 'No key to encrypt secrets' },
  secret_needed: { status: 409, title: 'Secret is required' },
  secrets_full: { status: 409, title: 'Too many secrets' },
  pins_full: { status: 409, title: 'Pin limit reached' },
  body_too_large: { status: 413, title: 'Body too large' },
  uri_too_long: { status: 414, title: 'URI too long' },
  unsupported_media_type: { status: 415, title: 'Unsupported media type' },
  wrong_host: { status: 421, title: 'Not served under this host' },
  invalid_input: { status: 422, title: 'Invalid input' },
  target_forbidden: { status: 422, title: 'Target refused' },
  too_many_requests: { status: 429, title: 'Too many requests' },
  headers_too_large: { status: 431, title: 'Header block too large' },
  internal: { status: 500, title: 'Unexpected failure' },
  method_not_implemented: { status: 501, title: 'Method not implemented' },
  server_stopping: { status: 503, title: 'The server is stopping' },
  storage_unavailable: { status: 503, title: 'Storage unavailable' },
  listener_silent: { status: 504, title: 'No report from the listener' },
  http_version_not_supported: { status: 505, title: 'HTTP version not supported' },
} as const

export type ErrorCode = keyof typeof ERRORS

/** One invalid field. `path` is written as `response.headers.0`. */
export type FieldError = { path: string; message: string }

/** RFC 9457 `application/problem+json`. */
export type Problem = {
  type: string
  title: string
  status: number
  detail: string
  code: ErrorCode
  errors?: readonly FieldError[]
}

const BRAND = Symbol.for('creel.AppError')

/** An expected failure. `message` is safe to show; `cause` is for logs only. */
export class AppError extends Error {
  override readonly name = 'AppError'
  readonly [BRAND] = true
  constructor(
    readonly code: ErrorCode,
    message: string,
    readonly options: { errors?: readonly FieldError[]; headers?: Readonly<Record<string, string>>; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause })
  }
}

/** Works across the copies of this module that one process holds, where `instanceof` does not. */
export function isAppError(error: unknown): error is AppError {
  return typeof error === 'object' && error !== null && BRAND in error
}

/** The document that a caller gets. Anything but an `AppError` becomes `internal`, which reveals nothing internal. */
export function toProblem(error: unknown): Problem {
  const known = isAppError(error)
  const code = known ? error.code : 'internal'
  return {
    type: `urn:creel:error:${code}`,
    title: ERRORS[code].title,
    status: ERRORS[code].status,
    detail: known ? error.message : 'The server failed unexpectedly. Its log has details under this request id.',
    code,
    ...(known && error.options.errors ? { errors: error.options.errors } : {}),
  }
}
