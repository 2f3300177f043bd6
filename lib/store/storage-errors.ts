import { AppError, isAppError } from '#lib/core/errors'
import { RefusedBatch } from './capture-batches'

/**
 * Wraps a store so that failures of the database (unreachable, locked, full) become `storage_unavailable`. Bugs are rethrown unchanged, and so is
 * what the database refuses to store or to compare: to try that again would never help.
 */
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
  if (isAppError(error) || error instanceof RefusedBatch || isOurMistake(error) || isRefusedData(error)) return error
  return new AppError('storage_unavailable', 'The database is not available now. Try again in a few seconds.', { cause: error })
}

export function isOurMistake(error: unknown): boolean {
  if (!(error instanceof Error)) return true
  return (
    error instanceof RangeError ||
    error instanceof TypeError ||
    error instanceof ReferenceError ||
    error.name === 'PrismaClientValidationError'
  )
}

/** SQLSTATE classes: 22 is data that a type cannot hold, 23 a violated constraint, 54 a limit of PostgreSQL. */
const REFUSED = /^(?:(?:22|23|54)[0-9A-Z]{3}|SQLITE_(?:CONSTRAINT|MISMATCH|RANGE|TOOBIG).*)$/

/** Whether the database itself says that it cannot hold what it was given. It has then undone the statement. */
export function isRefusedData(error: unknown): boolean {
  const { code, meta } = (error ?? {}) as {
    code?: unknown
    meta?: { driverAdapterError?: { cause?: { originalCode?: unknown } } }
  }
  return [code, meta?.driverAdapterError?.cause?.originalCode].some((each) => typeof each === 'string' && REFUSED.test(each))
}
