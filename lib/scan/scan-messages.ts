import { AppError, type ErrorCode, isAppError } from '#lib/core/errors'
import type { ExportQuery, ScanCalls } from './scan'

// The messages between the main thread and the search thread.

type CallName = keyof ScanCalls
/** The thread's side of each call. */
export type ScanHandlers = {
  [Name in CallName]: (input: Parameters<ScanCalls[Name]>[0], signal: AbortSignal) => ReturnType<ScanCalls[Name]>
}
export type ScanCall = { [V in CallName]: { method: V; input: Parameters<ScanCalls[V]>[0] } }[CallName]
/** `more`: asks for the next piece of the export with this id. `stop`: nobody waits for the answer to this id any more. */
export type ScanRequest = (ScanCall & { id: number }) | ExportRequest | { more: number } | { stop: number }
export type ExportRequest = { id: number; method: 'exportCaptures'; query: ExportQuery }
export type ScanAnswer =
  | { id: number; result: unknown }
  | { id: number; piece: Uint8Array<ArrayBuffer> }
  | { id: number; failure: Failure }

/** A `code` of null means an unexpected error, a bug. */
export type Failure = { code: ErrorCode | null; message: string; stack: string | undefined }

export function failureOf(error: unknown): Failure {
  const { message, stack } = error instanceof Error ? error : new Error(String(error))
  return { code: isAppError(error) ? error.code : null, message, stack }
}

export function errorOf({ code, message, stack }: Failure): Error {
  const error = code === null ? new Error(message) : new AppError(code, message)
  if (stack !== undefined) error.stack = stack
  return error
}
