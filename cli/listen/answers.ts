import type { InputOf } from '#lib/client/calls'
import type { Client } from '#lib/client/client'
import type { CaptureSummary } from '#lib/core/capture'
import { encodeBytes } from '#lib/core/content'
import { LIMITS } from '#lib/core/limits'
import { replyHeaderFault } from '#lib/core/reply-header'
import type { SentRequest } from '#lib/net/guarded-request'

type Answer = Omit<InputOf<'answerSender'>['body'], 'listener'>

const NONE: Answer = { status: null }
/** How much the clocks of this machine and of the server may differ. */
const CLOCKS_DIFFER_MS_MAX = 60_000

/**
 * Sends the target's answers to the server, for waiting senders. Failed calls are not retried: by then the sender has got the bin's response.
 */
export class Answers {
  #waiting = new Set<string>()

  constructor(
    private readonly client: Client,
    private readonly bin: string,
    private readonly listener: string,
    private readonly answerMs: number,
    private readonly signal: AbortSignal,
    /** Called with an answer that cannot be passed on to the sender, and the reason. */
    private readonly onUnfit: (capture: CaptureSummary, why: string) => void,
  ) {}

  /** Registers a capture whose sender waits for an answer, unless it arrived too long ago. */
  expect({ id, receivedAt }: CaptureSummary): void {
    if (Date.now() - Date.parse(receivedAt) < this.answerMs + CLOCKS_DIFFER_MS_MAX) this.#waiting.add(id)
  }

  give(capture: CaptureSummary, sent: SentRequest): void {
    if (!this.#waiting.has(capture.id)) return
    const why = rejectionReason(sent)
    if (why !== null && sent.status !== null) this.onUnfit(capture, why)
    this.#send(capture.id, why === null ? answerOf(sent) : NONE)
  }

  /** Tells the server that there will be no answer, so that the sender does not wait. May be called after `give`. */
  none({ id }: CaptureSummary): void {
    if (this.#waiting.has(id)) this.#send(id, NONE)
  }

  #send(capture: string, body: Answer): void {
    this.#waiting.delete(capture)
    this.client
      .answerSender({ bin: this.bin, capture, body: { ...body, listener: this.listener } }, { signal: this.signal })
      .catch(() => {}) // the server stops waiting by itself
  }
}

function answerOf({ status, responseHeaders, responseBody }: SentRequest): Answer {
  return { status, headers: forwardableHeaders(responseHeaders), body: encodeBytes(responseBody) }
}

/** Only the headers that a bin's response may have. */
function forwardableHeaders(headers: SentRequest['responseHeaders']): SentRequest['responseHeaders'] {
  return headers.filter(([name, value]) => replyHeaderFault(name, value) === null)
}

/** Why this answer cannot be passed on; null if it can. */
function rejectionReason({ status, error, responseHeaders, responseBody, responseTruncated }: SentRequest): string | null {
  if (error || status === null) return error?.message ?? 'no response came'
  if (status < 200 || status > 599) return `the status ${status} cannot be sent to a sender`
  if (responseTruncated || responseBody.byteLength > LIMITS.replyBodyCharsMax)
    return `the body of the response is over ${LIMITS.replyBodyCharsMax} bytes`
  const chars = forwardableHeaders(responseHeaders).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  return chars > LIMITS.replyHeaderCharsMax
    ? `the headers of the response are over ${LIMITS.replyHeaderCharsMax} characters`
    : null
}
