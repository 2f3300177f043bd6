import { CallError } from '#lib/client/call-error'
import type { ResendJob } from '#lib/client/follow'
import type { Capture } from '#lib/core/capture'
import type { SentRequest } from '#lib/net/guarded-request'
import { JobQueue } from './job-queue'
import type { Recorder } from './record'
import { addressOf, type Refusal, type Rules, refusalOf } from './refusal'
import type { ListenReport } from './report'
import type { Routing } from './routes'
import type { Target } from './target'
import { untilAnswered } from './until-answered'

const AT_ONCE = 8

type Options = Rules & {
  routing: Routing
  targets: ReadonlyMap<string, Target>
  recorder: Recorder
  report: ListenReport
}

/**
 * Resends single captures on request of the server: once, to this listener's target and by its rules, independent of its order and cursor.
 * The outcome is reported as a delivery, even if nothing was sent.
 */
export class ResendJobs {
  #queue = new JobQueue(AT_ONCE)

  constructor(private readonly options: Options) {}

  take(job: ResendJob): void {
    this.#queue.add(() => this.#run(job).catch(() => {})) // the server answers the caller when its time is over
  }

  /** Starts nothing more. Resolves when the running jobs are done. */
  stop(): Promise<void> {
    return this.#queue.stop()
  }

  async #run({ id: job, captureId }: ResendJob): Promise<void> {
    const { client, bin, routing, targets, report, recorder, path, signal } = this.options
    const capture = await untilAnswered(() => client.getCapture({ bin, capture: captureId }, { signal }), signal).catch(
      nullIfGone,
    )
    if (!capture) return
    const route = routing.ofCapture(capture)
    const target = targets.get(route?.url ?? routing.targets[0]!)!
    const refusal = route ? await refusalOf(capture, this.options) : NO_ROUTE
    const address = refusal ?? addressOf(capture, target.url, path)
    if (!('url' in address)) {
      report.skipped(capture, address.reason, address.why)
      recorder.record(capture.id, notSent(capture, target, address), job)
      return
    }
    const attempt = await target.deliverOnce(address.url, capture, address.hop)
    report.attempt(capture, attempt, capture.trailers.length)
    recorder.record(capture.id, attempt, job)
  }
}

const NO_ROUTE: Refusal = { reason: 'filter', why: 'no route of this listener matches it', isFault: false }

function nullIfGone(error: unknown): null {
  if (error instanceof CallError && error.code === 'capture_not_found') return null
  throw error
}

function notSent(capture: Capture, { url }: Target, { why }: Refusal) {
  const sent: SentRequest = {
    status: null,
    responseHeaders: [],
    responseBody: new Uint8Array(),
    responseTruncated: false,
    warning: null,
    error: { code: 'not_sent', message: `The listener did not send it: ${why}.` },
    requestHeaders: [],
    timings: { dnsMs: null, connectMs: null, firstByteMs: null, totalMs: 0 },
  }
  return { url, method: capture.method, bodyBytes: 0, number: 1, startedAt: Date.now(), sent, last: true }
}
