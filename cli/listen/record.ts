import { CallError } from '#lib/client/call-error'
import type { InputOf } from '#lib/client/calls'
import type { Client } from '#lib/client/client'
import { pause } from '#lib/client/follow'
import { encodeBytes } from '#lib/core/content'
import { visibleText } from '#lib/core/visible-text'
import type { Attempt } from './target'

type Report = InputOf<'reportDelivery'>['body']

/** As many as are sent at a time by default. The server stores reports that arrive together in one commit. */
const AT_ONCE = 8
/** Limits the answers that are held in memory until the server has them. */
const WAITING_MAX = 64

/**
 * Reports the answers of targets to the server, so that the page shows them on the capture. Reports each attempt once, and delays no
 * delivery.
 */
export class Recorder {
  #waiting: (() => Promise<void>)[] = []
  #running = 0
  #off = false
  #idle: (() => void)[] = []

  constructor(
    private readonly client: Client,
    private readonly bin: string,
    private readonly signal: AbortSignal,
    private readonly onOff: (why: string) => void,
  ) {}

  /** `job`: the resend that requested the attempt. */
  record(capture: string, attempt: Attempt, job?: string): void {
    if (this.#off) return
    this.#waiting.push(() => this.#report(capture, { ...reportOf(attempt), job }))
    this.#next()
  }

  /** Resolves as soon as few reports are waiting. */
  async room(): Promise<void> {
    while (this.#waiting.length >= WAITING_MAX && !this.signal.aborted) await this.#change()
  }

  /** Resolves when every report was delivered or dropped. */
  async settled(): Promise<void> {
    while (this.#running > 0 || this.#waiting.length > 0) await this.#change()
  }

  #change(): Promise<void> {
    return new Promise((resolve) => this.#idle.push(resolve))
  }

  #next(): void {
    while (this.#running < AT_ONCE) {
      const job = this.#waiting.shift()
      if (!job) return
      this.#running += 1
      void job().finally(() => {
        this.#running -= 1
        this.#next()
        for (const resolve of this.#idle.splice(0)) resolve()
      })
    }
  }

  async #report(capture: string, body: Report): Promise<void> {
    for (let times = 0; !this.#off && !this.signal.aborted; times++) {
      try {
        await this.client.reportDelivery({ bin: this.bin, capture, body }, { signal: this.signal })
        return
      } catch (error) {
        if (!(error instanceof CallError)) return // aborted
        if (error.code === 'forbidden' || error.code === 'unauthenticated') {
          this.#off = true
          return this.onOff(error.message)
        }
        if (error.code === 'capture_not_found' || error.code === 'bin_not_found') return
        if (error.code === 'invalid_input') {
          if (body.responseHeaders?.length === 0) return
          body = { ...body, responseHeaders: [], responseBody: undefined } // headers that the server refuses
          continue
        }
        await pause(error.retryAfterMs ?? Math.min(5_000, 100 * 2 ** Math.min(times, 6)), this.signal).catch(() => {})
      }
    }
  }
}

function reportOf({ url, method, bodyBytes, number, startedAt, sent }: Attempt): Report {
  return {
    url,
    method,
    requestHeaders: sent.requestHeaders,
    requestBodySize: bodyBytes,
    status: sent.status,
    responseHeaders: sent.responseHeaders,
    responseBody: { ...encodeBytes(sent.responseBody), truncated: sent.responseTruncated },
    error: sent.error && { code: sent.error.code, message: visibleText(sent.error.message).slice(0, 1000) },
    startedAt: new Date(startedAt).toISOString(),
    timings: sent.timings,
    attempt: number,
  }
}
