import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Capture } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import { type Claim, createFairPool } from '#lib/limits/fair-pool'
import type { BacklogStep } from '#lib/store/store'
import { bundledScanThread } from './bundled-scan-thread'
import type { ExportQuery, MatchResult, Review, Scan, SearchResult, TimelinePage } from './scan'
import { errorOf, type ScanAnswer, type ScanCall, type ScanRequest } from './scan-messages'

/** All searches share one thread, and each waits for a step of every other. No bin or address can use all of them. */
const SEARCHES_MAX = 100
const NO_RESERVATION = { release() {} }
/** Each export holds up to two pieces and the bodies of one step in memory. */
const EXPORTS_MAX = 16

type PendingCall = { resolve(result: unknown): void; reject(error: unknown): void }

function startThread(databaseUrl: string): Worker {
  const options = { workerData: databaseUrl, execArgv: [] }
  if (import.meta.url.endsWith('.ts')) return new Worker(bundledScanThread(), { ...options, eval: true })
  return new Worker(new URL('./scan-thread.js', import.meta.url), options) // a build puts both files side by side
}

/** The thread starts with the first call or `prepare`. After a crash, the next call starts a new one. */
export function createScan(databaseUrl: string, log: Pick<Logger, 'error'>): Scan {
  const pending = new Map<number, PendingCall>()
  const searches = createFairPool({ max: SEARCHES_MAX })
  let thread: Worker | null = null
  let lastId = 0
  let exportCount = 0
  let closed = false

  function start(): Worker {
    const started = startThread(databaseUrl)
    started.unref() // so that it does not keep the process alive
    started.on('message', onAnswer)
    started.on('error', (error) => log.error({ err: error }, 'the search thread crashed; the next search starts another'))
    started.on('exit', () => {
      if (thread === started) thread = null
      for (const { reject } of pending.values()) reject(interrupted())
      pending.clear()
    })
    return started
  }

  function onAnswer(answer: ScanAnswer): void {
    const call = pending.get(answer.id)
    pending.delete(answer.id)
    if ('failure' in answer) call?.reject(errorOf(answer.failure))
    else if ('piece' in answer) call?.resolve(answer.piece)
    else call?.resolve(answer.result)
  }

  async function send(call: ScanCall, signal?: AbortSignal): Promise<unknown> {
    signal?.throwIfAborted()
    if (closed) throw interrupted()
    const claim = claimOf(call)
    const reservation = claim ? searches.take(claim, 1) : NO_RESERVATION
    if (!reservation) throw tooMany()
    thread ??= start()
    const id = ++lastId
    post(thread, { id, ...call })
    const stop = () => thread && post(thread, { stop: id })
    signal?.addEventListener('abort', stop)
    try {
      return await new Promise((resolve, reject) => pending.set(id, { resolve, reject }))
    } finally {
      signal?.removeEventListener('abort', stop)
      reservation.release()
    }
  }

  async function* exportCaptures(query: ExportQuery, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    signal.throwIfAborted()
    if (closed) throw interrupted()
    if (exportCount >= EXPORTS_MAX) throw tooManyExports()
    exportCount += 1
    thread ??= start()
    const [id, worker] = [++lastId, thread]
    const stop = () => {
      pending.get(id)?.reject(signal.reason)
      pending.delete(id)
    }
    signal.addEventListener('abort', stop)
    try {
      let next = pieceOf(id)
      post(worker, { id, method: 'exportCaptures', query })
      for (let piece = await next; piece !== undefined; piece = await next) {
        signal.throwIfAborted()
        next = pieceOf(id)
        post(worker, { more: id }) // the thread prepares the next piece while this one is sent
        yield piece
      }
    } finally {
      signal.removeEventListener('abort', stop)
      pending.delete(id)
      exportCount -= 1
      post(worker, { stop: id })
    }
  }

  /** The next piece of an export, or undefined at the end. */
  function pieceOf(id: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const piece = new Promise<unknown>((resolve, reject) => pending.set(id, { resolve, reject }))
    piece.catch(() => {}) // it may fail while the previous piece is still being sent
    return piece as Promise<Uint8Array<ArrayBuffer> | undefined>
  }

  return {
    exportCaptures,
    findCaptures: (input, signal) => send({ method: 'findCaptures', input }, signal) as Promise<SearchResult>,
    matchFilters: (input, signal) => send({ method: 'matchFilters', input }, signal) as Promise<MatchResult>,
    review: (input, signal) => send({ method: 'review', input }, signal) as Promise<Review>,
    countTimeline: (input, signal) => send({ method: 'countTimeline', input }, signal) as Promise<TimelinePage>,
    redactCapture: (input, signal) => send({ method: 'redactCapture', input }, signal) as Promise<Capture>,
    redactDelivery: (input, signal) => send({ method: 'redactDelivery', input }, signal) as Promise<Delivery>,
    readBacklog: (input, signal) => send({ method: 'readBacklog', input }, signal) as Promise<BacklogStep[]>,
    prepare() {
      if (!closed) thread ??= start()
    },
    async close() {
      closed = true
      await thread?.terminate()
    },
  }
}

/** Whose share the call counts against. null: against nobody's, because lib/matches makes only a few of these calls at a time. */
function claimOf({ method, input }: ScanCall): Claim | null {
  switch (method) {
    case 'findCaptures':
    case 'countTimeline': {
      const { bin, address } = input
      return { bin: bin.id, address: address ? limitSubject(address) : null }
    }
    case 'redactCapture':
      return { bin: input.capture.binId }
    case 'redactDelivery':
      return { bin: `delivery of ${input.delivery.captureId}` }
    case 'readBacklog':
      return { bin: 'backlog of facts' }
    case 'matchFilters':
    case 'review':
      return null
  }
}

function post(thread: Worker, request: ScanRequest): void {
  thread.postMessage(request)
}

function tooMany(): AppError {
  const headers = { 'retry-after': '1' }
  return new AppError('too_many_requests', 'Too many searches are running. Search again in a moment.', { headers })
}

function tooManyExports(): AppError {
  const headers = { 'retry-after': '10' }
  return new AppError('too_many_requests', 'Too many exports are running. Try again in a moment.', { headers })
}

function interrupted(): AppError {
  return new AppError('storage_unavailable', 'The search was interrupted. Search again.')
}
