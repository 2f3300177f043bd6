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

/** The user named the target, on their own machine. */
const OPEN: Guard = { checkTarget() {}, checkAnswers: (_, answers) => [...answers] }

const PROBE_MS = { min: 250, max: 2_000 }
const BACK_OFF_MS = { min: 1_000, max: 60_000 }
/** A broken connection is tried again so often, even where nobody asked for retries: the server may have been restarting. */
const BROKEN_RETRIES = 5

/** One try to deliver a capture. */
export type Attempt = {
  url: string
  method: string
  bodyBytes: number
  number: number
  startedAt: number
  sent: SentRequest
  /** There is no other try after this one. */
  last: boolean
}

/** The request that a try sends, but for what `exchange` makes anew. */
export type Prepare = (url: string, capture: Capture) => Promise<{ url: string; headers: RawHeaders; body: Uint8Array }>

export type TargetOptions = {
  /** In place of the capture's own bytes with `headerChanges`. */
  prepare?: Prepare | undefined
  headerChanges: readonly HeaderChange[]
  timeoutMs: number
  retries: number
  tlsInsecure: boolean
  /** Nothing listens there, and requests wait; or it does again. */
  onUp: (up: boolean, why: string) => void
  /** Nothing is begun any more. */
  signal: AbortSignal
  /** What is under way is cut off. */
  cutOff: AbortSignal
}

/** Sends captures to one origin: exact bytes, and headers in their order and case. While nothing listens there, it waits. */
export class Target {
  readonly endpoint: string
  #goneUp: Promise<void> | null = null

  constructor(
    readonly url: string,
    private readonly options: TargetOptions,
  ) {
    const target = readTarget(url)
    this.endpoint = `${target.hostname}:${target.port}`
  }

  /** Whether something listens there now; says so where nothing does. */
  async probe(): Promise<void> {
    const why = await this.#fault()
    if (why !== null) await this.#down(why)
  }

  /** Resolves once something listens, as far as is known. @throws the reason of the signal */
  async whenUp(): Promise<void> {
    await this.#goneUp
  }

  /** Tries until it was answered as hoped, or the retries are used up. @throws the reason of the signal */
  async deliver(url: string, capture: Capture, hop: number, onAttempt: (attempt: Attempt) => void): Promise<Attempt> {
    const { retries, signal } = this.options
    for (let number = 1; ; ) {
      if (this.#goneUp) await this.#goneUp
      const startedAt = Date.now()
      const { sent, url: sentTo, bodyBytes } = await this.#send(url, capture, hop)
      if (sent.error?.code === 'cancelled') throw signal.reason
      if (sent.error && NOTHING_THERE.has(sent.error.code)) {
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
      { guard: OPEN, resolve: lookup, trustsAnyone: tlsInsecure },
    )
    return { sent, url, bodyBytes: body.byteLength }
  }

  /** All who wait share one probe. */
  #down(why: string): Promise<void> {
    this.#goneUp ??= this.#probe(why).finally(() => {
      this.#goneUp = null
    })
    return this.#goneUp
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

  /** Why no connection can be opened; null: one was. */
  #fault(): Promise<string | null> {
    const target = readTarget(this.url)
    return new Promise((resolve) => {
      const socket = connect({ host: dialledHost(target), port: target.port, timeout: 5_000 })
      const end = (why: string | null) => {
        socket.destroy()
        resolve(why)
      }
      socket.once('connect', () => end(null))
      socket.once('timeout', () => end('it does not answer'))
      socket.once('error', (error: NodeJS.ErrnoException) => end(error.code ?? error.message))
    })
  }
}

/** Nothing was sent, so it can wait for as long as it takes. */
const NOTHING_THERE: ReadonlySet<string> = new Set(['connection_refused', 'unreachable', 'dns_failed'])

function isWorthRetry({ status, error }: SentRequest): boolean {
  if (error) return true
  return status === 408 || status === 425 || status === 429 || (status !== null && status >= 500)
}

/** `attempt`: from 1 on. With jitter, so that many do not come back at once. */
function backOff(attempt: number, { min, max }: { min: number; max: number }): number {
  return Math.min(max, min * 2 ** Math.min(attempt - 1, 16)) * (0.75 + Math.random() / 4)
}

/** In seconds, an hour at most. A date counts as not given. */
function retryAfterMs({ responseHeaders }: SentRequest): number | null {
  const text = responseHeaders.find(([name]) => name.toLowerCase() === 'retry-after')?.[1] ?? ''
  return /^\d{1,5}$/.test(text) ? Math.min(Number(text), 3600) * 1000 : null
}
