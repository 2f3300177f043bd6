import { Worker } from 'node:worker_threads'
import type { Logger } from 'pino'
import { AppError } from '#lib/core/errors'
import type { Found, Scan, TimelinePage } from './scan'
import { errorOf, type Question, type ScanAnswer, type ScanRequest } from './scan-messages'

/** Those who ask share one thread, in which each waits for a step of all the others. */
const LOOKS_MAX = 100

type Waiting = { resolve(result: unknown): void; reject(error: unknown): void }

function startThread(databaseUrl: string): Worker {
  const options = { workerData: databaseUrl, execArgv: [] }
  if (!import.meta.url.endsWith('.ts')) return new Worker(new URL('./scan-thread.js', import.meta.url), options) // a build has both side by side
  const source = JSON.stringify(new URL('../scan-thread.ts', import.meta.url))
  const program = `import('tsx/esm/api').then(({ register }) => { register(); return import(${source}) })`
  return new Worker(program, { ...options, eval: true })
}

/** The thread starts with the first call or `prepare`; one that broke is replaced with the next. */
export function createScan(databaseUrl: string, log: Pick<Logger, 'error'>): Scan {
  const waiting = new Map<number, Waiting>()
  let thread: Worker | null = null
  let lastId = 0
  let closed = false

  function start(): Worker {
    const started = startThread(databaseUrl)
    started.unref() // it ends with the process
    started.on('message', hear)
    started.on('error', (error) => log.error({ err: error }, 'the search thread broke; the next search starts another'))
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
    else asked?.resolve(answer.result)
  }

  async function ask(question: Question, signal: AbortSignal): Promise<unknown> {
    signal.throwIfAborted()
    if (closed) throw brokenOff()
    if (waiting.size >= LOOKS_MAX) throw tooMany()
    thread ??= start()
    const id = ++lastId
    tell(thread, { id, ...question })
    const stop = () => thread && tell(thread, { stop: id })
    signal.addEventListener('abort', stop)
    try {
      return await new Promise((resolve, reject) => waiting.set(id, { resolve, reject }))
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  return {
    findCaptures: (wanted, signal) => ask({ verb: 'findCaptures', wanted }, signal) as Promise<Found>,
    countTimeline: (wanted, signal) => ask({ verb: 'countTimeline', wanted }, signal) as Promise<TimelinePage>,
    prepare() {
      if (!closed) thread ??= start()
    },
    async close() {
      closed = true
      await thread?.terminate()
    },
  }
}

function tell(thread: Worker, request: ScanRequest): void {
  thread.postMessage(request)
}

function tooMany(): AppError {
  const headers = { 'retry-after': '1' }
  return new AppError('too_many_requests', 'Too many searches are under way. Search again in a moment.', { headers })
}

function brokenOff(): AppError {
  return new AppError('storage_unavailable', 'The search was broken off. Search again.')
}
