import { parentPort, workerData } from 'node:worker_threads'
import { redactCapture, redactDelivery } from '#lib/core/redact'
import type { ScanVerbs } from '#lib/scan/scan'
import { type ExportRequest, failureOf, type Question, type ScanAnswer, type ScanRequest } from '#lib/scan/scan-messages'
import { lowerThreadPriority } from '#lib/scan/thread-priority'
import { countTimeline } from '#lib/services/count-timeline'
import { createFilterCache } from '#lib/services/filter-cache'
import { inSteps } from '#lib/services/in-steps'
import { lookThrough } from '#lib/services/look-through'
import { createPace } from '#lib/services/pace'
import { readBacklog } from '#lib/services/read-backlog'
import { reviewCaptures } from '#lib/services/review-captures'
import { searchCaptures } from '#lib/services/search-captures'
import { writeExport } from '#lib/services/write-export'
import { openScanStore } from '#lib/store/open-scan-store'

// The thread behind lib/scan/create-scan.ts, with its own read-only connection to the database.

lowerThreadPriority(process.platform)

const store = openScanStore(workerData as string)
const filters = createFilterCache()
const verbs: ScanVerbs = {
  lookThrough: (wanted, signal) => lookThrough(store, filters, wanted, signal),
  review: (wanted, signal) => reviewCaptures(store, filters, wanted, signal),
  findCaptures: (wanted, signal) => searchCaptures(store, wanted, signal),
  countTimeline: (wanted, signal) => countTimeline(store, wanted, signal),
  redactCapture: (capture) => inSteps(redactCapture(capture), createPace()),
  redactDelivery: (delivery) => inSteps(redactDelivery(delivery), createPace()),
  readBacklog: (limits, signal) => readBacklog(store, limits, signal),
}
const running = new Map<number, AbortController>()

/** Exports whose last piece the reader has not taken yet. */
const held = new Map<number, () => void>()

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

async function sendExport({ id, wanted }: ExportRequest, signal: AbortSignal): Promise<void> {
  for await (const piece of writeExport(store, wanted, signal)) {
    signal.throwIfAborted() // the reader left while this piece was generated
    const taken = new Promise<void>((resolve) => held.set(id, resolve))
    parentPort!.postMessage({ id, piece } satisfies ScanAnswer, [piece.buffer])
    await taken
  }
}

function letGo(id: number): void {
  held.get(id)?.()
  held.delete(id)
}

function runOf(request: (Question & { id: number }) | ExportRequest): (signal: AbortSignal) => Promise<unknown> {
  if (request.verb === 'exportCaptures') return (signal) => sendExport(request, signal)
  return (signal) => (verbs[request.verb] as Verb)(request.wanted, signal)
}

type Verb = (wanted: Question['wanted'], signal: AbortSignal) => Promise<unknown>

parentPort!.on('message', async (request: ScanRequest) => {
  if ('more' in request) letGo(request.more)
  else if ('stop' in request) {
    running.get(request.stop)?.abort()
    letGo(request.stop)
  } else parentPort!.postMessage(await answer(request.id, runOf(request)))
})
