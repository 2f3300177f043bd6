import type { ErrorCode, FieldError, Problem } from '#lib/core/errors'

/** A call that was refused (`code` is that of the problem document) or could not be made (`unreachable`). `message` is for people. */
export class CallError extends Error {
  override readonly name = 'CallError'
  constructor(
    readonly code: ErrorCode | 'unreachable',
    message: string,
    readonly errors: readonly FieldError[] = [],
    /** From `retry-after`; null without one. */
    readonly retryAfterMs: number | null = null,
  ) {
    super(message)
  }
}

/** The error for an answer other than 2xx. Reads its body. */
export async function callError(response: Response): Promise<CallError> {
  try {
    const problem = (await response.json()) as Problem
    return new CallError(problem.code, problem.detail, problem.errors, retryAfterMs(response))
  } catch {
    return new CallError('internal', `The server answered ${response.status} and did not say why.`)
  }
}

/** In seconds, as the server gives it. A date, which a proxy may give, is ignored. */
function retryAfterMs({ headers }: Response): number | null {
  const text = headers.get('retry-after') ?? ''
  return /^\d{1,6}$/.test(text) ? Number(text) * 1000 : null
}
