import { parentPort, workerData } from 'node:worker_threads'
import { redactCapture, redactDelivery } from '#lib/core/redact'
import {
  type ExportRequest,
  failureOf,
  type ScanAnswer,
  type ScanCall,
  type ScanHandlers,
  type ScanRequest,
} from '#lib/scan/scan-messages'
import { lowerThreadPriority } from '#lib/scan/thread-priority'
import { countTimeline } from '#lib/services/search/count-timeline'
import { createFilterCache } from '#lib/services/search/filter-cache'
import { inSteps } from '#lib/services/search/in-steps'
import { matchFilters } from '#lib/services/search/match-filters'
import { readBacklog } from '#lib/services/search/read-backlog'
import { reviewCaptures } from '#lib/services/search/review-captures'
import { searchCaptures } from '#lib/services/search/search-captures'
import { writeExport } from '#lib/services/search/write-export'
import { createYieldToOthers } from '#lib/services/search/yield-to-others'
import { openScanStore } from '#lib/store/open-scan-store'

// The thread behind lib/scan/create-scan.ts, with its own read-only connection to the database.

lowerThreadPriority(process.platform)

const store = openScanStore(workerData as string)
const filters = createFilterCache()
const handlers: ScanHandlers = {
  matchFilters: (query, signal) => matchFilters(store, filters, query, signal),
  review: (query, signal) => reviewCaptures(store, filters, query, signal),
  findCaptures: (query, signal) => searchCaptures(store, query, signal),
  countTimeline: (query, signal) => countTimeline(store, query, signal),
  redactCapture: ({ capture, gate }) => inSteps(redactCapture(capture, gate), createYieldToOthers()),
  redactDelivery: ({ delivery, gate }) => inSteps(redactDelivery(delivery, gate), createYieldToOthers()),
  readBacklog: (limits, signal) => readBacklog(store, limits, signal),
}
const running = new Map<number, AbortController>()

/** Exports whose last piece the reader has not taken yet. */
const pausedExports = new Map<number, () => void>()

async function answer(id: number, run: (signal: AbortSignal) => Promise<unknown>): Promise<ScanAnswer> {
  const stopping = new AbortController()
  running.set(id, stopping)
  try {
    return { id, result: await run(stopping.signal) }
  } catch (error) {
    return { id, failure: failureOf(error) }
  } finally {
    running.delete(id)
  }
}

async function sendExport({ id, query }: ExportRequest, signal: AbortSignal): Promise<void> {
  for await (const piece of writeExport(store, query, signal)) {
    signal.throwIfAborted() // the reader left while this piece was generated
    const resumed = new Promise<void>((resolve) => pausedExports.set(id, resolve))
    parentPort!.postMessage({ id, piece } satisfies ScanAnswer, [piece.buffer])
    await resumed
  }
}

function resumeExport(id: number): void {
  pausedExports.get(id)?.()
  pausedExports.delete(id)
}

function runOf(request: (ScanCall & { id: number }) | ExportRequest): (signal: AbortSignal) => Promise<unknown> {
  if (request.method === 'exportCaptures') return (signal) => sendExport(request, signal)
  return (signal) => (handlers[request.method] as Handler)(request.input, signal)
}

type Handler = (query: ScanCall['input'], signal: AbortSignal) => Promise<unknown>

parentPort!.on('message', async (request: ScanRequest) => {
  if ('more' in request) resumeExport(request.more)
  else if ('stop' in request) {
    running.get(request.stop)?.abort()
    resumeExport(request.stop)
  } else parentPort!.postMessage(await answer(request.id, runOf(request)))
})
