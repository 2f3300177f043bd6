import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import type { Capture } from '#lib/core/capture'
import type { Delivery } from '#lib/core/delivery'
import { AppError } from '#lib/core/errors'
import { limitSubject } from '#lib/core/limit-subject'
import { type Claim, createFairPool } from '#lib/limits/fair-pool'
import type { BacklogStep } from '#lib/store/store'
import type { Found, Looked, Review, Scan, TimelinePage, WantedExport } from './scan'
import { errorOf, type Question, type ScanAnswer, type ScanRequest } from './scan-messages'

/** All looks share one thread, and each waits for a step of every other. No bin or address can take all places. */
const LOOKS_MAX = 100
const NO_PLACE = { release() {} }
/** Each export holds up to two pieces and the bodies of one step in memory. */
const EXPORTS_MAX = 16

type Waiting = { resolve(result: unknown): void; reject(error: unknown): void }

function startThread(databaseUrl: string): Worker {
  const options = { workerData: databaseUrl, execArgv: [] }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./scan-thread.js', import.meta.url), options) // a build puts both files side by side
  const source = JSON.stringify(new URL('../scan-thread.ts', import.meta.url))
  const program = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`
  return new Worker(program, { ...options, eval: true })
}

/** The thread starts with the first call or `prepare`. After a crash, the next call starts a new one. */
export function createScan(databaseUrl: string, log: Pick<Logger, 'error'>): Scan {
  const waiting = new Map<number, Waiting>()
  const looks = createFairPool({ max: LOOKS_MAX })
  let thread: Worker | null = null
  let lastId = 0
  let exportCount = 0
  let closed = false

  function start(): Worker {
    const started = startThread(databaseUrl)
    started.unref() // so that it does not keep the process alive
    started.on('message', hear)
    started.on('error', (error) => log.error({ err: error }, 'the search thread crashed; the next search starts another'))
    started.on('exit', () => {
      if (thread === started) thread = null
      for (const { reject } of waiting.values()) reject(brokenOff())
      waiting.clear()
    })
    return started
  }

  function hear(answer: ScanAnswer): void {
    const asked = waiting.get(answer.id)
    waiting.delete(answer.id)
    if ('failure' in answer) asked?.reject(errorOf(answer.failure))
    else if ('piece' in answer) asked?.resolve(answer.piece)
    else asked?.resolve(answer.result)
  }

  async function ask(question: Question, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    if (closed) throw brokenOff()
    const claim = claimOf(question)
    const place = claim ? looks.take(claim, 1) : NO_PLACE
    if (!place) throw tooMany()
    thread ??= start()
    const id = ++lastId
    tell(thread, { id, ...question })
    const stop = () => thread && tell(thread, { stop: id })
    signal.addEventListener('abort', stop)
    try {
      return await new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    } finally {
      signal.removeEventListener('abort', stop)
      place.release()
    }
  }

  async function* exportCaptures(wanted: WantedExport, signal: AbortSignal): AsyncGenerator<Uint8Array<ArrayBuffer>> {
    signal.throwIfAborted()
    if (closed) throw brokenOff()
    if (exportCount >= EXPORTS_MAX) throw tooManyExports()
    exportCount += 1
    thread ??= start()
    const [id, mine] = [++lastId, thread]
    const stop = () => {
      waiting.get(id)?.reject(signal.reason)
      waiting.delete(id)
    }
    signal.addEventListener('abort', stop)
    try {
      let next = pieceOf(id)
      tell(mine, { id, verb: 'exportCaptures', wanted })
      for (let piece = await next; piece !== undefined; piece = await next) {
        signal.throwIfAborted()
        next = pieceOf(id)
        tell(mine, { more: id }) // the thread prepares the next piece while this one is sent
        yield piece
      }
    } finally {
      signal.removeEventListener('abort', stop)
      waiting.delete(id)
      exportCount -= 1
      tell(mine, { stop: id })
    }
  }

  /** The next piece of an export, or undefined at the end. */
  function pieceOf(id: number): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const piece = new Promise<unknown>((resolve, reject) => waiting.set(id, { resolve, reject }))
    piece.catch(() => {}) // it may fail while the previous piece is still being sent
    return piece as Promise<Uint8Array<ArrayBuffer> | undefined>
  }

  return {
    exportCaptures,
    findCaptures: (wanted, signal) => ask({ verb: 'findCaptures', wanted }, signal) as Promise<Found>,
    lookThrough: (wanted, signal) => ask({ verb: 'lookThrough', wanted }, signal) as Promise<Looked>,
    review: (wanted, signal) => ask({ verb: 'review', wanted }, signal) as Promise<Review>,
    countTimeline: (wanted, signal) => ask({ verb: 'countTimeline', wanted }, signal) as Promise<TimelinePage>,
    redactCapture: (wanted, signal) => ask({ verb: 'redactCapture', wanted }, signal) as Promise<Capture>,
    redactDelivery: (wanted, signal) => ask({ verb: 'redactDelivery', wanted }, signal) as Promise<Delivery>,
    readBacklog: (wanted, signal) => ask({ verb: 'readBacklog', wanted }, signal) as Promise<BacklogStep[]>,
    prepare() {
      if (!closed) thread ??= start()
    },
    async close() {
      closed = true
      await thread?.terminate()
    },
  }
}

/** Whose share the question counts against. null: it needs no place, because lib/matches asks only a few of these at a time. */
function claimOf({ verb, wanted }: Question): Claim | null {
  switch (verb) {
    case 'findCaptures':
    case 'countTimeline': {
      const { bin, address } = wanted
      return { bin: bin.id, address: address ? limitSubject(address) : null }
    }
    case 'redactCapture':
      return { bin: wanted.binId }
    case 'redactDelivery':
      return { bin: `delivery of ${wanted.captureId}` }
    case 'readBacklog':
      return { bin: 'backlog of facts' }
    case 'lookThrough':
    case 'review':
      return null
  }
}

function tell(thread: Worker, request: ScanRequest): void {
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

function brokenOff(): AppError {
  return new AppError('storage_unavailable', 'The search was interrupted. Search again.')
}
