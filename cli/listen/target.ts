import { lookup } from 'node:dns'
import { connect } from 'node:net'
import { pause } from '#lib/client/follow'
import type { Capture } from '#lib/core/capture'
import { decodeBytes } from '#lib/core/content'
import { changeHeaders, type HeaderChange, type RawHeaders } from '#lib/core/headers'
import { HOPS_HEADER } from '#lib/core/hops'
import { LIMITS } from '#lib/core/limits'
import { exchange } from '#lib/net/exchange'
import type { Guard } from '#lib/net/guard'
import type { SentRequest } from '#lib/net/guarded-request'
import { dialledHost, readTarget } from '#lib/net/target'

/** No address guard: the user chose the target, on their own machine. */
const NO_GUARD: Guard = { checkTarget() {}, checkAnswers: (_, answers) => [...answers] }

const PROBE_MS = { min: 250, max: 2_000 }
const BACK_OFF_MS = { min: 1_000, max: 60_000 }
/** Retries after a broken connection, even without `--retry`: the target may have been restarting. */
const BROKEN_RETRIES = 5

/** One attempt to deliver a capture. */
export type Attempt = {
  url: string
  method: string
  bodyBytes: number
  number: number
  startedAt: number
  sent: SentRequest
  /** No other attempt follows. */
  last: boolean
}

/** Builds the request of an attempt, except for the headers that `exchange` replaces. */
export type Prepare = (url: string, capture: Capture) => Promise<{ url: string; headers: RawHeaders; body: Uint8Array }>

export type TargetOptions = {
  /** Used instead of the capture's own bytes with `headerChanges`. */
  prepare?: Prepare | undefined
  headerChanges: readonly HeaderChange[]
  timeoutMs: number
  retries: number
  tlsInsecure: boolean
  /** Called when nothing listens there and requests wait, and when it listens again. */
  onUp: (up: boolean, why: string) => void
  /** Aborted when nothing more may be started. */
  signal: AbortSignal
  /** Aborted when requests in flight are to be cancelled. */
  cutOff: AbortSignal
}

/** Sends captures to one origin with exact bytes, and headers in their order and case. Waits while nothing listens there. */
export class Target {
  readonly endpoint: string
  #recovery: Promise<void> | null = null

  constructor(
    readonly url: string,
    private readonly options: TargetOptions,
  ) {
    const target = readTarget(url)
    this.endpoint = `${target.hostname}:${target.port}`
  }

  /** Checks whether something listens there now, and reports if nothing does. */
  async probe(): Promise<void> {
    const why = await this.#fault()
    if (why !== null) await this.#down(why)
  }

  /** Resolves at once unless the target is known to be down; then when it listens again. @throws the reason of the signal */
  async whenUp(): Promise<void> {
    await this.#recovery
  }

  /** Nothing listens there, as far as is known. */
  get isDown(): boolean {
    return this.#recovery !== null
  }

  /**
   * Sends until the answer needs no retry, or the retries are used up. `onDown`: nothing listens there, and the capture waits.
   * @throws the reason of the signal
   */
  async deliver(
    url: string,
    capture: Capture,
    hop: number,
    { onAttempt, onDown = () => {} }: { onAttempt: (attempt: Attempt) => void; onDown?: () => void },
  ): Promise<Attempt> {
    const { retries, signal } = this.options
    for (let number = 1; ; ) {
      if (this.#recovery) {
        onDown()
        await this.#recovery
      }
      const startedAt = Date.now()
      const { sent, url: sentTo, bodyBytes } = await this.#send(url, capture, hop)
      if (sent.error?.code === 'cancelled') throw signal.reason
      if (sent.error && CONNECT_FAILURES.has(sent.error.code)) {
        onDown()
        await this.#down(sent.error.message)
        continue
      }
      const max =
        sent.error?.code === 'connection_reset' || sent.error?.code === 'response_incomplete'
          ? Math.max(retries, BROKEN_RETRIES)
          : retries
      const last = number > max || !isWorthRetry(sent)
      const attempt = { url: sentTo, method: capture.method, bodyBytes, number, startedAt, sent, last }
      onAttempt(attempt)
      if (last) return attempt
      await pause(retryAfterMs(sent) ?? backOff(number, BACK_OFF_MS), signal)
      number += 1
    }
  }

  /** Sends once, whether anything listens there or not. @throws the reason of the signal */
  async deliverOnce(url: string, capture: Capture, hop: number): Promise<Attempt> {
    const startedAt = Date.now()
    const { sent, url: sentTo, bodyBytes } = await this.#send(url, capture, hop)
    if (sent.error?.code === 'cancelled') throw this.options.signal.reason
    return { url: sentTo, method: capture.method, bodyBytes, number: 1, startedAt, sent, last: true }
  }

  async #send(base: string, capture: Capture, hop: number): Promise<{ sent: SentRequest; url: string; bodyBytes: number }> {
    const { prepare, headerChanges, timeoutMs, tlsInsecure, cutOff } = this.options
    const plain = { url: base, headers: changeHeaders(capture.headers, headerChanges), body: decodeBytes(capture.body) }
    const { url, headers, body } = prepare ? await prepare(base, capture) : plain
    const sent = await exchange(
      {
        method: capture.method,
        headers: changeHeaders(headers, [[HOPS_HEADER, String(hop)]]),
        body,
        timeoutMs,
        responseBytesMax: LIMITS.responseBodyBytesKept,
        signal: cutOff,
      },
      readTarget(url),
      { guard: NO_GUARD, resolve: lookup, trustsAnyone: tlsInsecure },
    )
    return { sent, url, bodyBytes: body.byteLength }
  }

  /** All waiting deliveries share one probe. */
  #down(why: string): Promise<void> {
    this.#recovery ??= this.#probe(why).finally(() => {
      this.#recovery = null
    })
    return this.#recovery
  }

  async #probe(why: string): Promise<void> {
    const { onUp, signal } = this.options
    onUp(false, why)
    for (let times = 1; ; times++) {
      await pause(backOff(times, PROBE_MS), signal)
      if ((await this.#fault()) === null) break
    }
    onUp(true, '')
  }

  /** Why no connection can be opened; null if it can. */
  #fault(): Promise<string | null> {
    const target = readTarget(this.url)
    return new Promise((resolve) => {
      const socket = connect({ host: dialledHost(target), port: target.port, timeout: 5_000 })
      const end = (why: string | null) => {
        socket.destroy()
        resolve(why)
      }
      socket.once('connect', () => end(null))
      socket.once('timeout', () => end('it does not respond'))
      socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    })
  }
}

/** Nothing was sent, so the delivery can wait as long as necessary. */
const CONNECT_FAILURES: ReadonlySet<string> = new Set(['connection_refused', 'unreachable', 'dns_failed'])

function isWorthRetry({ status, error }: SentRequest): boolean {
  if (error) return true
  return status === 408 || status === 425 || status === 429 || (status !== null && status >= 500)
}

/** `attempt` starts at 1. With jitter, so that many clients do not return at once. */
function backOff(attempt: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, min * 2 ** Math.min(attempt - 1, 16)) * (0.75 + Math.random() / 4)
}

/** Only the number of seconds, at most an hour. A date is ignored. */
function retryAfterMs({ responseHeaders }: SentRequest): number | null {
  const text = responseHeaders.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? ''
  return /^\d{1,5}$/.test(text) ? Math.min(Number(text), 3600) * 1000 : null
}
