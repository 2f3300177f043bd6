import type { CaptureSummary } from './capture'

type Captures = readonly CaptureSummary[]

/**
 * Key that groups the attempts of one message: the sender's own id for it (`by: 'id'`), or without one the same bytes at the same place
 * (`by: 'bytes'`), which may be coincidence. null if there is neither an id nor a complete, non-empty body.
 */
export type AttemptKey = { by: 'id' | 'bytes'; key: string }

export function attemptKey({
  sender,
  messageId,
  method,
  path,
  query,
  bodySize,
  bodyCrc32,
  truncated,
}: CaptureSummary): AttemptKey | null {
  if (messageId !== null) return { by: 'id', key: `${sender?.provider ?? ''} ${messageId}` }
  if (bodyCrc32 === null || bodySize === 0 || truncated) return null
  return { by: 'bytes', key: `${bodyCrc32} ${bodySize} ${method} ${path} ${query ?? ''}` }
}

export type Attempt = {
  capture: CaptureSummary
  /** 1 is the first. */
  number: number
  /** Milliseconds since the previous attempt; null for the first. */
  intervalMs: number | null
  /** Whether its body equals that of the first attempt; null if unknown. */
  sameBytes: boolean | null
}

/** Numbers captures of one message as attempts, the first one first. */
export function numberAttempts(newestFirst: Captures): Attempt[] {
  const first = newestFirst.at(-1)
  return newestFirst.toReversed().map((capture, i, all) => ({
    capture,
    number: i + 1,
    intervalMs: i === 0 ? null : Date.parse(capture.receivedAt) - Date.parse(all[i - 1]!.receivedAt),
    sameBytes: sameBytes(first!, capture),
  }))
}

/** null if the checksum of one of them is unknown. */
export function sameBytes(a: CaptureSummary, b: CaptureSummary): boolean | null {
  if (a.bodySize !== b.bodySize) return false
  return a.bodyCrc32 === null || b.bodyCrc32 === null ? null : a.bodyCrc32 === b.bodyCrc32
}
