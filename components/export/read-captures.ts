import type { Capture, CaptureSummary } from '#lib/core/capture'
import { CallError, getCapture, listCaptures, searchCaptures } from '../api-client'

const PAGE = 200
const AHEAD = 4 // asked for at the same time

/** These captures, whole, in this order; those that went meanwhile are left out. */
export async function* readCaptures(summaries: readonly CaptureSummary[], signal: AbortSignal): AsyncGenerator<Capture> {
  const asked: Promise<Capture | null>[] = []
  for (const [index, summary] of summaries.entries()) {
    for (let next = index + asked.length; next < summaries.length && asked.length < AHEAD; next += 1) {
      const { binId, id } = summaries[next]!
      const asking = existing(getCapture(binId, id, signal))
      asking.catch(() => {}) // told of where it is awaited; after a stop nobody waits for it
      asked.push(asking)
    }
    signal.throwIfAborted()
    const capture = await asked.shift()
    if (capture && capture.seq === summary.seq) yield capture
  }
}

/** All captures of the bin, whole, newest first. */
export async function* readAllCaptures(binId: string, signal: AbortSignal): AsyncGenerator<Capture> {
  for (let before: number | undefined; ; ) {
    const page = await listCaptures(binId, { limit: PAGE, before }, signal)
    yield* readCaptures(page.captures, signal)
    if (page.nextBefore === null) return
    before = page.nextBefore
  }
}

/** All captures that match the filter `q`, whole, newest first; those that come meanwhile are left out. */
export async function* readMatching(binId: string, q: string, signal: AbortSignal): AsyncGenerator<Capture> {
  for (let before: number | undefined; ; ) {
    const page = await searchCaptures(binId, q, { before }, signal)
    yield* readCaptures(page.captures, signal)
    if (page.nextBefore === null) return
    before = page.nextBefore
  }
}

async function existing(capture: Promise<Capture>): Promise<Capture | null> {
  try {
    return await capture
  } catch (error) {
    if (error instanceof CallError && error.code === 'capture_not_found') return null
    throw error
  }
}
