import { isAppError, toProblem } from '#lib/core/errors'

/** Headers that a code always bears, whatever threw it. */
const HEADERS_BY_CODE: Partial<Record<string, Record<string, string>>> = {
  unauthenticated: { 'www-authenticate': 'Bearer' },
  storage_unavailable: { 'retry-after': '5' },
}

/** RFC 9457. What is not an `AppError` becomes 500 with nothing of the inside in it. */
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
