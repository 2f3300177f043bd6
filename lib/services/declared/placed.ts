import { AppError, ERRORS, isAppError } from '#lib/core/errors'

/** Runs a check of what stands at `path` in a file, and puts that path before what the check refuses. */
export async function placed<T>(path: string, check: () => T | Promise<T>): Promise<T> {
  try {
    return await check()
  } catch (error) {
    if (!isAppError(error) || ERRORS[error.code].status >= 500) throw error
    const { errors = [{ path: '', message: error.message }], ...options } = error.options
    const placedErrors = errors.map((each) => ({ ...each, path: each.path === '' ? path : `${path}.${each.path}` }))
    throw new AppError(error.code, error.message, { ...options, errors: placedErrors })
  }
}

/** A refusal of what stands at `path`. */
export function refused(code: 'id_taken' | 'invalid_input' | 'forwards_full', path: string, message: string): AppError {
  return new AppError(code, `Not accepted: ${path} ${message}.`, { errors: [{ path, message }] })
}
