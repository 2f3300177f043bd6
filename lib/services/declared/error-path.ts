import { AppError, ERRORS, isAppError } from '#lib/core/errors'

/** Runs a check of the value at `path` in a file. If the check refuses it, the errors get that path as prefix. */
export async function withErrorPath<T>(path: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (!isAppError(error) || ERRORS[error.code].status >= 500) throw error
    const { errors = [{ path: '', message: error.message }], ...options } = error.options
    const prefixedErrors = errors.map((each) => ({ ...each, path: each.path === '' ? path : `${path}.${each.path}` }))
    throw new AppError(error.code, error.message, { ...options, errors: prefixedErrors })
  }
}

/** Refuses the value at `path`. */
export function refusalAt(code: 'id_taken' | 'invalid_input' | 'forwards_full', path: string, message: string): AppError {
  return new AppError(code, `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}
