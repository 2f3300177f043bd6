import { isAppError, toProblem } from '#lib/core/errors'

/** Headers that a code always has, whatever threw it. */
const HEADERS_BY_CODE: Partial<Record<string, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  storage_unavailable: { 'retry-after': '5' },
}

/** RFC 9457. Anything but an `AppError` becomes 500 and reveals nothing internal. */
export function problemResponse(error: unknown): Response {
  const problem = toProblem(error)
  return new Response(JSON.stringify(problem), {
    status: problem.status,
    headers: {
      'content-type': 'application/problem+json',
      ...HEADERS_BY_CODE[problem.code],
      ...(isAppError(error) ? error.options.headers : {}),
    },
  })
}
