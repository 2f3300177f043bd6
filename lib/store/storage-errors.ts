import { AppError, isAppError } from '#lib/core/errors'

/** Wraps a store so that failures of the database (unreachable, locked, full) become `storage_unavailable`. Bugs are rethrown unchanged. */
export function withStorageErrors<S extends object>(store: S): S {
  const guarded = Object.entries(store).map(([name, method]) => [
    name,
    async (...args: unknown[]) => {
      try {
        return await (method as (...args: unknown[]) => unknown)(...args)
      } catch (error) {
        throw toStorageError(error)
      }
    },
  ])
  return Object.fromEntries(guarded) as S
}

function toStorageError(error: unknown): unknown {
  if (isAppError(error) || isOurMistake(error)) return error
  return new AppError('storage_unavailable', 'The database is not available now. Try again in a few seconds.', { cause: error })
}

function isOurMistake(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error.name === 'PrismaClientValidationError'
  )
}
