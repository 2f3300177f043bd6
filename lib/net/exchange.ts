import { validateHeaderName, validateHeaderValue } from 'node:http'
import { connect, isIP, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { DeliveryError, DeliveryTimings } from '#lib/core/delivery'
import { isAppError } from '#lib/core/errors'
import { CancelledError, DeadlineExceededError, explainFailure, type Phase } from './explain-failure'
import type { Guard } from './guard'
import { guardedLookup, type Resolve } from './guarded-lookup'
import type { OutgoingRequest, SentRequest } from './guarded-request'
import { outgoingHeaders } from './outgoing-headers'
import { createResponseReader, type ResponseReader } from './response-reader'
import { dialledHost, type Target, withoutFinalDot } from './target'

/** How a target is reached. */
export type Dialling = {
  guard: Guard
  resolve: Resolve
  /** PEM. Replaces the certificate authorities that Node trusts. */
  trustedCa?: string | undefined
  /** Accepts any certificate. Only for a person who asked for it. */
  trustsAnyone?: boolean
}

/**
 * Sends one request and reads the response, over its own connection or one that was kept. Never rejects because of what the target does.
 * @throws what `guard` throws
 */
export async function exchange(
  request: Omit<OutgoingRequest, 'url' | 'share'>,
  target: Target,
  dialling: Dialling,
): Promise<SentRequest> {
  const { connections } = request
  const kept = connections?.take(target) ?? null
  const progress = startProgress(target, kept !== null)
  const requestHeaders = outgoingHeaders(
    request.headers,
    target.host,
    request.method,
    request.body.byteLength,
    connections?.isOpen,
  )
  const head = requestHead(request.method, target.requestTarget, requestHeaders)
  const reader = createResponseReader({
    requestMethod: request.method,
    bodyBytesMax: request.responseBytesMax,
    onHead: () => progress.reached('body'),
  })
  const socket = kept ?? open(target, dialling, progress)
  const deadline = setTimeout(() => socket.destroy(new DeadlineExceededError(request.timeoutMs)), request.timeoutMs)
  const leave = () => socket.destroy(new CancelledError())
  request.signal?.addEventListener('abort', leave)
  let error: DeliveryError | null = null
  let keepAliveMs: number | null = null
  try {
    if (request.signal?.aborted) throw new CancelledError()
    socket.cork() // on a kept connection, the kernel would hold back the body until the head is acknowledged
    socket.write(head)
    socket.write(request.body)
    socket.uncork()
    await readInto(reader, socket)
    if (socket.writableLength === 0) keepAliveMs = reader.keepAliveMs // otherwise, part of the request has not been sent yet
  } catch (failure) {
    if (isAppError(failure)) throw failure
    error = explainFailure(failure, progress.phase, target)
    if (kept && !reader.hasBegun && error.code === 'connection_reset') connections!.broke()
  } finally {
    clearTimeout(deadline)
    request.signal?.removeEventListener('abort', leave)
    if (connections && keepAliveMs !== null) connections.keep(target, socket, keepAliveMs)
    else socket.destroy()
  }
  return {
    status: reader.head?.status ?? null,
    responseHeaders: reader.head?.headers ?? [],
    responseBody: reader.body(),
    responseTruncated: reader.truncated,
    warning: warningOf(reader.warnings),
    error,
    requestHeaders,
    timings: progress.timings(),
  }
}

/** @throws {TypeError} for a value that would break out of its line and so inject a header */
function requestHead(method: string, requestTarget: string, headers: readonly (readonly [string, string])[]): Buffer {
  for (const [name, value] of headers) {
    validateHeaderName(name)
    validateHeaderValue(name, value)
  }
  if (!/^[\x21-\x7e]+ [\x21-\x7e]+$/.test(`${method} ${requestTarget}`)) throw new TypeError('not a request line')
  const lines = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')
  return Buffer.from(`${method} ${requestTarget} HTTP/1.1\r\n${lines}\r\n`, 'latin1')
}

function warningOf(warnings: readonly string[]): string | null {
  return warnings.length === 0 ? null : `The response breaks rules of HTTP that strict clients insist on: ${warnings.join('; ')}.`
}

/** The guard runs inside the socket's lookup, so the address that it judges is the one that is dialled. */
function open(target: Target, { guard, resolve, trustedCa, trustsAnyone }: Dialling, progress: Progress): Socket {
  const host = dialledHost(target)
  const address = { host, port: target.port, lookup: guardedLookup(resolve, guard, target, () => progress.reached('connect')) }
  const socket = target.secure
    ? connectTls({
        ...address,
        servername: isIP(host) ? '' : withoutFinalDot(host),
        ca: trustedCa,
        rejectUnauthorized: !trustsAnyone,
        ALPNProtocols: ['http/1.1'],
      })
    : connect(address)
  socket.setNoDelay()
  socket.on('error', () => {}) // without a listener, an error would end the process; `readInto` adds its own while it reads
  socket.once('connect', () => progress.reached(target.secure ? 'handshake' : 'answer'))
  socket.once('secureConnect', () => progress.reached('answer'))
  return socket
}

/** Settles when the response is complete or cut off. Then the socket is free for another request. */
function readInto(reader: ResponseReader, socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (step: () => boolean) => {
      try {
        if (!step()) return
        resolve()
      } catch (error) {
        reject(error)
      }
      socket.off('data', take).off('error', fail).off('end', end).off('close', end)
    }
    const take = (bytes: Buffer) => settle(() => reader.push(bytes))
    const fail = (error: Error) =>
      settle(() => {
        throw error
      })
    const end = () =>
      settle(() => {
        reader.end()
        return true
      })
    socket.on('data', take).on('error', fail).on('end', end).on('close', end)
  })
}

type Progress = { readonly phase: Phase; reached(phase: Phase): void; timings(): DeliveryTimings }

function startProgress(target: Target, connected: boolean): Progress {
  const start = performance.now()
  const reachedMs: Partial<Record<Phase, number>> = {}
  const sinceStart = () => Math.round((performance.now() - start) * 1000) / 1000
  let phase: Phase = connected ? 'answer' : isIP(dialledHost(target)) ? 'connect' : 'lookup'
  return {
    get phase() {
      return phase
    },
    reached(next) {
      phase = next
      reachedMs[next] ??= sinceStart()
    },
    timings: () => ({
      dnsMs: reachedMs.connect ?? null,
      connectMs: reachedMs.answer ?? null,
      firstByteMs: reachedMs.body ?? null,
      totalMs: sinceStart(),
    }),
  }
}
