import { createParser, type EventSourceMessage } from 'eventsource-parser'
import type { CaptureSummary, CaptureUpdate } from '#lib/core/capture'
import type { StreamEvents } from '#lib/core/stream-protocol'
import { CallError } from './call-error'
import { bytesOf, type Client } from './client'

export type ResendJob = { id: string; captureId: string; seq: number }

/** The events of a bin's stream. Captures come in `seq` order, without gaps or duplicates, whatever happens to the connection. */
export type StreamEvent =
  | { type: 'capture'; capture: CaptureSummary }
  | { type: 'capture:deleted'; id: string; seq: number }
  | ({ type: 'capture:updated'; id: string; seq: number } & CaptureUpdate)
  | { type: 'bin:cleared'; throughSeq: number }
  | { type: 'bin:rechecked'; fromSeq: number; throughSeq: number }
  | { type: 'bin:updated'; bin: Parameters<StreamEvents['bin:updated']>[0] }
  | { type: 'delivery'; delivery: Parameters<StreamEvents['delivery']>[0] }
  | { type: 'forward:updated'; forward: Parameters<StreamEvents['forward:updated']>[0] }
  | { type: 'forward:deleted'; id: string }
  /** With `listener`: send this capture once more. `job` is named by the delivery that comes of it. */
  | { type: 'resend'; job: ResendJob }
  /** The last one. */
  | { type: 'bin:deleted' }
  /** The last one: the key was revoked or replaced, or has expired. */
  | { type: 'access:ended' }

export type FollowOptions = {
  bin: string
  /** The seq of the last capture that the caller already has. */
  after: number
  /** Known to the server under this name, for as long as it is connected. Takes a key of scope `full`. */
  listener?: { name: string; answerMs: number | null } | undefined
  signal: AbortSignal
  /** The connection was lost and is being reopened. Called once for each loss. */
  onLost?: (why: string) => void
  /** The connection is open, also the first time. */
  onOpen?: () => void
  /** After this long without a byte (the server sends one every 15 s) the connection counts as dead. */
  silenceMsMax?: number
  /** Back-off between attempts to connect. */
  retryMs?: { min: number; max: number }
}

/** After a sleep longer than this the connection is dead, even if the socket does not know it yet. */
const CLOCK_JUMP_MS = 20_000
const CLOCK_CHECK_MS = 5_000
/** A server that closes a connection sooner than this is given time before the next attempt. */
const STEADY_MS = 2_000

/**
 * Follows a bin for ever: reconnects after a network change, sleep, or a restart of the server, and continues after the last capture.
 * Returns after `bin:deleted` and `access:ended`.
 * @throws {CallError} if the server refuses: `unauthenticated`, `forbidden`, `bin_not_found`
 * @throws the reason of `signal`
 */
export async function* follow(client: Client, options: FollowOptions): AsyncGenerator<StreamEvent> {
  const { signal, onLost, retryMs = { min: 250, max: 10_000 } } = options
  let { after } = options
  let failures = 0
  let reported = false
  let openedAt = Number.POSITIVE_INFINITY
  for (;;) {
    let retryAfterMs: number | null = null
    try {
      for await (const event of connection(client, { ...options, after, onOpen: opened })) {
        if (event.type === 'capture') after = event.capture.seq
        failures = 0
        yield event
        if (event.type === 'bin:deleted' || event.type === 'access:ended') return
      }
      lost('The server closed the connection.')
    } catch (error) {
      signal.throwIfAborted()
      if (!(error instanceof CallError) || isFinal(error)) throw error
      retryAfterMs = error.retryAfterMs
      lost(error.message)
    }
    if (performance.now() - openedAt > STEADY_MS) failures = 0
    openedAt = Number.POSITIVE_INFINITY
    const backOffMs = Math.min(retryMs.max, retryMs.min * 2 ** Math.min(failures, 16))
    failures += 1
    await pause(retryAfterMs ?? backOffMs * (0.5 + Math.random() / 2), signal)
  }

  function opened(): void {
    reported = false
    openedAt = performance.now()
    options.onOpen?.()
  }
  function lost(why: string): void {
    if (!reported) onLost?.(why)
    reported = true
  }
}

const FINAL: ReadonlySet<string> = new Set(['unauthenticated', 'forbidden', 'bin_not_found', 'invalid_input'])

/** True if repeating the call would be refused again. */
export function isFinal({ code }: CallError): boolean {
  return FINAL.has(code)
}

/** One connection. Ends when the server ends it. @throws {CallError} `unreachable` if it is lost, or silent for too long */
async function* connection(client: Client, options: FollowOptions): AsyncGenerator<StreamEvent> {
  const { bin, after, listener, onOpen, silenceMsMax = 40_000 } = options
  const link = new AbortController()
  const signal = AbortSignal.any([options.signal, link.signal])
  const watchdog = watch(silenceMsMax, (why) => link.abort(new CallError('unreachable', why)))
  const messages: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (message) => messages.push(message) })
  const decoder = new TextDecoder()
  try {
    const answerMs = listener?.answerMs ?? undefined
    const response = await client.watchBin({ bin, after, listener: listener?.name, answerMs }, { signal })
    watchdog.alive()
    onOpen?.()
    for await (const bytes of bytesOf(response, signal)) {
      watchdog.alive()
      parser.feed(decoder.decode(bytes, { stream: true }))
      for (const message of messages.splice(0)) {
        watchdog.hold()
        yield eventOf(message)
        watchdog.alive()
      }
    }
  } finally {
    watchdog.stop()
    link.abort()
  }
}

function eventOf({ event, data }: EventSourceMessage): StreamEvent {
  const value = JSON.parse(data) as object
  if (event === 'capture') return { type: 'capture', capture: value as CaptureSummary }
  if (event === 'bin:updated') return { type: 'bin:updated', bin: value } as StreamEvent
  if (event === 'resend') return { type: event, job: value as ResendJob }
  if (event === 'forward:updated') return { type: event, forward: value } as StreamEvent
  if (event === 'delivery') return { type: 'delivery', delivery: value } as StreamEvent
  return { type: event, ...value } as StreamEvent
}

/** Calls `onTimeout` once, after `silenceMsMax` without a sign of life, or when the clock jumped. */
function watch(silenceMsMax: number, onTimeout: (why: string) => void): { alive(): void; hold(): void; stop(): void } {
  let aliveAt = Date.now()
  let checkedAt = aliveAt
  const timer = setInterval(check, Math.min(CLOCK_CHECK_MS, silenceMsMax / 4))
  function check(): void {
    const now = Date.now()
    const jumped = Math.abs(now - checkedAt) > CLOCK_JUMP_MS
    checkedAt = now
    if (jumped) onTimeout('The machine slept, or its clock was set.')
    else if (now - aliveAt > silenceMsMax) onTimeout(`Nothing came from the server for ${Math.round(silenceMsMax / 1000)} s.`)
  }
  return {
    alive() {
      aliveAt = Date.now()
    },
    /** Until `alive`, the caller does not read, so silence means nothing. */
    hold() {
      aliveAt = Number.POSITIVE_INFINITY
    },
    stop: () => clearInterval(timer),
  }
}

/** @throws the reason of `signal` */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason)
    const left = () => {
      clearTimeout(timer)
      reject(signal.reason)
    }
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', left)
      resolve()
    }, ms)
    signal.addEventListener('abort', left, { once: true })
  })
}
