import { constants, fstatSync, openSync, writeSync } from 'node:fs'
import { isatty } from 'node:tty'

/** Lines that wait for a slow reader; more are dropped. */
const WAITING_BYTES_MAX = 1024 * 1024
const RETRY_MS = 100
/** How often lost lines are reported, even if nothing else is logged. */
const REPORT_MS = 1_000
const NEWLINE = Buffer.from('\n')

export type LogSink = {
  /** Writes one line, or drops it. Never throws, and never waits for a reader. */
  write(line: string): void
  /** Lines that were dropped since the start. */
  readonly lostCount: number
}

type WriteBytes = (bytes: Uint8Array) => number

/**
 * Writes log lines to a file, a pipe or a terminal that may be full, closed or stuck, because logging must not delay or prevent the
 * answer to a sender. Once writing works again, a line says how many were lost.
 *
 * @param writeBytes writes some of the bytes and returns how many, or throws, `EAGAIN` if the reader is behind
 */
export function createLogSink(writeBytes: WriteBytes, notice: (lost: number) => string): LogSink {
  let waiting: Buffer = Buffer.alloc(0)
  let torn = false // the last line was written only in part
  let unreportedCount = 0
  let lostCount = 0
  let retrying = false
  let reportScheduled = false

  function drop(bytes: Uint8Array): void {
    const lines = Buffer.from(bytes).toString('latin1').split('\n').length - 1
    unreportedCount += lines
    lostCount += lines
    scheduleReport()
  }

  function scheduleReport(): void {
    if (reportScheduled) return
    reportScheduled = true
    setTimeout(() => {
      reportScheduled = false
      if (unreportedCount > 0 && (waiting.byteLength > 0 || !reportLoss())) scheduleReport()
    }, REPORT_MS).unref()
  }

  /** Writes what there is room for and lets the rest wait for the reader. Returns what could not be written at all. */
  function tryWrite(bytes: Buffer): Buffer | null {
    let done = 0
    try {
      while (done < bytes.byteLength) done += writeBytes(bytes.subarray(done))
      torn = false
    } catch (error) {
      const rest = bytes.subarray(done)
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') {
        if (done > 0) torn = bytes[done - 1] !== NEWLINE[0]
        return rest
      }
      waiting = Buffer.from(rest)
      if (!retrying) setTimeout(retry, RETRY_MS).unref()
      retrying = true
    }
    return null
  }

  function retry(): void {
    retrying = false
    const bytes = waiting
    waiting = Buffer.alloc(0)
    const rest = tryWrite(bytes)
    if (rest) drop(rest)
  }

  /** Writes the notice, now or soon. False if there is no room for it. */
  function reportLoss(): boolean {
    if (tryWrite(Buffer.concat([torn ? NEWLINE : Buffer.alloc(0), Buffer.from(notice(unreportedCount))]))) return false
    unreportedCount = 0
    return true
  }

  return {
    write(line) {
      const bytes = Buffer.from(line)
      const reported = unreportedCount === 0 || waiting.byteLength > 0 || reportLoss()
      if (!reported || waiting.byteLength + bytes.byteLength > WAITING_BYTES_MAX) drop(bytes)
      else if (waiting.byteLength > 0) waiting = Buffer.concat([waiting, bytes])
      else {
        const rest = tryWrite(bytes)
        if (rest) drop(rest)
      }
    },
    get lostCount() {
      return lostCount
    },
  }
}

/** Standard output, or null if it is a terminal. */
export function stdoutSink(): LogSink | null {
  if (isatty(1)) return null
  const fd = nonBlocking(1)
  const notice = (lost: number) =>
    `${JSON.stringify({ level: 'warn', time: new Date().toISOString(), pid: process.pid, lostLines: lost, msg: 'log lines were lost: standard output could not be written' })}\n`
  return createLogSink((bytes) => writeSync(fd, bytes), notice)
}

/**
 * Opens a pipe again as non-blocking, so that a slow reader doesn't block the process. Other processes share the flags of the original.
 */
function nonBlocking(fd: number): number {
  try {
    return fstatSync(fd).isFIFO() ? openSync(`/proc/self/fd/${fd}`, constants.O_WRONLY | constants.O_NONBLOCK) : fd
  } catch {
    return fd // no /proc, or nobody reads the pipe any more
  }
}
