import type { InputOf } from '#lib/client/calls'
import type { Client } from '#lib/client/client'
import type { CaptureSummary } from '#lib/core/capture'
import { encodeBytes } from '#lib/core/content'
import { LIMITS } from '#lib/core/limits'
import { replyHeaderFault } from '#lib/core/reply-header'
import type { SentRequest } from '#lib/net/guarded-request'

type Answer = Omit<InputOf<'answerSender'>['body'], 'listener'>

const NONE: Answer = { status: null }
/** The clocks of this machine and of the server may differ by so much. */
const CLOCKS_DIFFER_MS_MAX = 60_000

/** Tells the server what the target answered, for senders that wait for it. Nothing is sent twice: a sender that got no answer has the bin's response by then. */
export class Answers {
  #waiting = new Set<string>()

  constructor(
    private readonly client: Client,
    private readonly bin: string,
    private readonly listener: string,
    private readonly answerMs: number,
    private readonly signal: AbortSignal,
    /** An answer that no sender can get, and why. */
    private readonly onUnfit: (capture: CaptureSummary, why: string) => void,
  ) {}

  /** Its sender waits, unless it came too long ago. */
  expect({ id, receivedAt }: CaptureSummary): void {
    if (Date.now() - Date.parse(receivedAt) < this.answerMs + CLOCKS_DIFFER_MS_MAX) this.#waiting.add(id)
  }

  give(capture: CaptureSummary, sent: SentRequest): void {
    if (!this.#waiting.has(capture.id)) return
    const why = unfit(sent)
    if (why !== null && sent.status !== null) this.onUnfit(capture, why)
    this.#tell(capture.id, why === null ? answerOf(sent) : NONE)
  }

  /** The target answers nothing, so the sender need not wait. May be called after `give`. */
  none({ id }: CaptureSummary): void {
    if (this.#waiting.has(id)) this.#tell(id, NONE)
  }

  #tell(capture: string, body: Answer): void {
    this.#waiting.delete(capture)
    this.client
      .answerSender({ bin: this.bin, capture, body: { ...body, listener: this.listener } }, { signal: this.signal })
      .catch(() => {}) // its time runs out
  }
}

function answerOf({ status, responseHeaders, responseBody }: SentRequest): Answer {
  return { status, headers: passedOn(responseHeaders), body: encodeBytes(responseBody) }
}

/** By the same rule as the headers of a bin's response. */
function passedOn(headers: SentRequest['responseHeaders']): SentRequest['responseHeaders'] {
  return headers.filter(([name, value]) => replyHeaderFault(name, value) === null)
}

/** Why no sender can get this; null: it can. */
function unfit({ status, error, responseHeaders, responseBody, responseTruncated }: SentRequest): string | null {
  if (error || status === null) return error?.message ?? 'no answer came'
  if (status < 200 || status > 599) return `a sender cannot be answered ${status}`
  if (responseTruncated || responseBody.byteLength > LIMITS.replyBodyCharsMax)
    return `its body is over ${LIMITS.replyBodyCharsMax} bytes`
  const chars = passedOn(responseHeaders).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
  return chars > LIMITS.replyHeaderCharsMax ? `its headers are over ${LIMITS.replyHeaderCharsMax} characters` : null
}
