import type { CaptureSummary } from './capture'

type Captures = readonly CaptureSummary[]

/**
 * What all attempts to deliver one thing have in common: the sender's own id for it (`by: 'id'`), or where it says none the same bytes
 * at the same place (`by: 'bytes'`), which may be chance. null where nothing can be said: no id, and no whole body that could be the same.
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
  /** Milliseconds since the attempt before; null for the first. */
  intervalMs: number | null
  /** Whether its body is that of the first; null where that is not known. */
  sameBytes: boolean | null
}

/** The attempts that these captures are, first one first. */
export function numberAttempts(newestFirst: Captures): Attempt[] {
  const first = newestFirst.at(-1)
  return newestFirst.toReversed().map((capture, i, all) => ({
    capture,
    number: i + 1,
    intervalMs: i === 0 ? null : Date.parse(capture.receivedAt) - Date.parse(all[i - 1]!.receivedAt),
    sameBytes: sameBytes(first!, capture),
  }))
}

/** null where it is not known of one of them. */
export function sameBytes(a: CaptureSummary, b: CaptureSummary): boolean | null {
  if (a.bodySize !== b.bodySize) return false
  return a.bodyCrc32 === null || b.bodyCrc32 === null ? null : a.bodyCrc32 === b.bodyCrc32
}
