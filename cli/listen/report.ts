import type { CaptureSummary } from '#lib/core/capture'
import type { Output } from '../output'
import { safeLine, safeText } from '../output'
import type { Attempt } from './target'

const BODY_CHARS_SHOWN = 2_048

/** The output of a listener: one line for each capture. */
export type ListenReport = ReturnType<typeof createListenReport>

export function createListenReport(out: Output, { severalTargets }: { severalTargets: boolean }) {
  const head = (capture: CaptureSummary) => {
    const { sender, seq, method, path } = capture
    const event = [sender?.provider, sender?.event]
      .filter(Boolean)
      .map((each) => `${each} `)
      .join('')
    return `${clock(new Date())}  ${out.paint('bold', `#${seq}`)} ${safeLine(`${event}${event ? ' ' : ''}${method} ${path}`, 300)}`
  }
  const facts = ({ seq, id, method, path, query, sender, messageId, receivedAt }: CaptureSummary) => ({
    seq,
    captureId: id,
    method,
    path,
    query,
    provider: sender?.provider ?? null,
    event: sender?.event ?? null,
    messageId,
    receivedAt,
  })
  return {
    attempt(capture: CaptureSummary, { url, number, sent, last }: Attempt, trailersDropped: number): void {
      const { status, error, timings } = sent
      out.record({
        type: 'delivery',
        ...facts(capture),
        target: url,
        status,
        error,
        ms: Math.round(timings.totalMs),
        attempt: number,
        last,
        ...(trailersDropped > 0 ? { trailersDropped } : {}),
      })
      const outcome =
        status === null ? out.paint('red', error?.message ?? 'no response') : out.paint(colourOf(status), String(status))
      const target = severalTargets ? ` ${new URL(url).host}` : ''
      const notes = [
        ...(number > 1 || !last ? [`try ${number}${last ? '' : ', will be retried'}`] : []),
        ...(status !== null && error ? [error.message] : []),
        ...(trailersDropped > 0 ? [`${trailersDropped} trailers not sent`] : []),
      ]
      out.line(
        `${head(capture)} →${target} ${outcome} in ${Math.round(timings.totalMs)} ms${notes.length > 0 ? `  (${safeLine(notes.join('; '))})` : ''}`,
      )
      if (status !== null && status >= 400) this.body(sent.responseBody)
    },
    /** Shows the body of a failed answer. */
    body(bytes: Uint8Array): void {
      const text = new TextDecoder('utf-8')
        .decode(bytes.subarray(0, BODY_CHARS_SHOWN * 4))
        .slice(0, BODY_CHARS_SHOWN)
        .trim()
      if (text === '') return
      const lines = safeText(text).split('\n')
      for (const each of lines) out.line(`    ${each}`)
    },
    command(capture: CaptureSummary, command: string, exitCode: number | null, ms: number, number: number, last: boolean): void {
      out.record({ type: 'command', ...facts(capture), command, exitCode, ms: Math.round(ms), attempt: number, last })
      const outcome = out.paint(exitCode === 0 ? 'green' : 'red', exitCode === null ? 'killed' : `exit ${exitCode}`)
      out.line(
        `${head(capture)} → ${safeLine(command, 60)} ${outcome} in ${Math.round(ms)} ms${number > 1 ? `  (try ${number})` : ''}`,
      )
    },
    saved(capture: CaptureSummary, file: string): void {
      out.record({ type: 'saved', ...facts(capture), file })
      out.line(`${head(capture)} → ${safeLine(file)}`)
    },
    /** The capture is not sent. `why`: the reason. `quiet`: the user asked for it. */
    skipped(capture: CaptureSummary, reason: string, why: string): void {
      out.record({ type: 'skipped', ...facts(capture), reason, message: why })
      if (reason !== 'filter') out.line(`${head(capture)} → ${out.paint('yellow', 'not sent')}: ${safeLine(why)}`)
    },
    gap(from: number, to: number): void {
      const count = to - from + 1
      out.record({ type: 'gap', from, to, count })
      const seqs = count === 1 ? `#${from}` : `#${from}–#${to}`
      out.info(
        `${count} ${count === 1 ? 'capture' : 'captures'} (${seqs}) ${count === 1 ? 'was' : 'were'} deleted before ${count === 1 ? 'it' : 'they'} could be sent.`,
      )
    },
    target(endpoint: string, up: boolean, why: string, waiting: number): void {
      out.record({ type: up ? 'target-up' : 'target-down', target: endpoint, waiting, ...(up ? {} : { message: why }) })
      if (up)
        out.info(
          `${endpoint} is back.${waiting > 0 ? ` Sending the ${waiting === 1 ? 'capture that waits' : `${waiting} captures that wait`}.` : ''}`,
        )
      else
        out.info(
          `Nothing listens on ${endpoint} (${safeLine(why, 200).replace(/\.$/, '')}). Captures wait${waiting > 0 ? ` (${waiting} so far)` : ''} and are sent once something does.`,
        )
    },
    connection(open: boolean, why: string): void {
      out.record({ type: open ? 'reconnected' : 'reconnecting', ...(open ? {} : { message: why }) })
      out.info(open ? 'Reconnected.' : `Connection lost: ${safeLine(why, 200)} Reconnecting…`)
    },
  }
}

function colourOf(status: number) {
  return status < 300 ? 'green' : status < 400 ? 'yellow' : 'red'
}

/** `14:02:11` in local time. */
function clock(date: Date): string {
  return date.toTimeString().slice(0, 8)
}
